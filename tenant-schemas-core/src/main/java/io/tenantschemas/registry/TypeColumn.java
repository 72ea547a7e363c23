package io.tenantschemas.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.InvalidTypeNameException;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/**
 * The column of the tenants' table that says of which type a tenant is.
 *
 * @param name its name, as it stands in PostgreSQL's catalogue
 * @param stored the types that there are, each with the text that stands for it
 * @param isExact whether the application's entity reads that text only, as it does with an enum; in other letters, the library reads
 *     it all the same
 */
public record TypeColumn(String name, Map<TypeName, String> stored, boolean isExact) {

    private static final Set<String> OF_THE_LIBRARY = Set.of("id", "schema_name", "status");

    /** Checks that there is a name and a type, and copies the map. */
    public TypeColumn {
        Assert.hasText(name, "'name' must not be empty");
        Assert.isTrue(!OF_THE_LIBRARY.contains(name), "'name' must not be that of a column with another meaning");
        Assert.notEmpty(stored, "'stored' must not be empty");
        stored = Map.copyOf(stored);
    }

    /** Creates one whose texts the application's entity reads only as they are. */
    public TypeColumn(String name, Map<TypeName, String> stored) {
        this(name, stored, true);
    }

    /** Returns a column in which types are stored as they are called, or in other letters. */
    public static TypeColumn of(String name, Set<TypeName> types) {
        Map<TypeName, String> stored = new LinkedHashMap<>();
        types.forEach(type -> stored.put(type, type.value()));
        return new TypeColumn(name, stored, false);
    }

    /** Returns the types that there are. */
    public Set<TypeName> types() {
        return stored.keySet();
    }

    /**
     * Returns the type that is stored as that text, in whatever case, or empty if nothing is stored.
     *
     * @throws UnknownTypeException if there is no such type
     */
    public Optional<TypeName> read(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            TypeName type = TypeName.of(text);
            if (stored.containsKey(type)) {
                return Optional.of(type);
            }
        } catch (InvalidTypeNameException malformed) {
            // None of those that there are.
        }
        throw new UnknownTypeException(text, types());
    }

    /**
     * Returns the text that stands for a type.
     *
     * @throws UnknownTypeException if there is no such type
     */
    public String write(TypeName type) {
        String text = stored.get(type);
        if (text == null) {
            throw new UnknownTypeException(type.value(), types());
        }
        return text;
    }

    /** Returns the name as it is written into SQL, in quotes. */
    public String quoted() {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
