package io.tenantschemas.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.springframework.util.Assert;
import org.springframework.util.ConcurrentLruCache;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TypeName;

/**
 * The names of the tables and sequences that each tenant has for itself, as far as mappings tell them: what statements need to
 * know to name the schema themselves. What is missing here is found by the search path.
 */
public final class TenantRelations {

    private static final int REMEMBERED_STATEMENTS = 2_000;

    /** Texts that are longer are hardly ever the same again, and would take too much room. */
    private static final int LONGEST_REMEMBERED = 16_384;

    private static final String OPENING = "[\"'.\\u00AB\\u00BB\\u201C-\\u201E\\u300C]\\h?";

    private static final String CLOSING = "\\h?[\"'\\u00AB\\u00BB\\u201C-\\u201E\\u300D]";

    /** Those that not all tenants have. */
    private final Map<String, OfTypes> ofTypes = new ConcurrentHashMap<>();

    private volatile Known known = Known.of(Set.of());

    /**
     * Adds names.
     *
     * @param names the names as PostgreSQL stores them: in lower case unless they are quoted where they are written
     */
    public synchronized void add(Collection<String> names) {
        Assert.notNull(names, "'names' must not be null");
        Set<String> all = new HashSet<>(known.names());
        if (all.addAll(names)) {
            known = Known.of(Set.copyOf(all));
        }
    }

    /**
     * Says that only tenants of some types have relations.
     *
     * @param owner the entity that has them, for messages
     * @param types these types, at least one
     * @param names the names as PostgreSQL stores them
     */
    public void addOfTypes(String owner, Set<TypeName> types, Collection<String> names) {
        Assert.hasText(owner, "'owner' must not be empty");
        Assert.notEmpty(types, "'types' must not be empty");
        Assert.notNull(names, "'names' must not be null");
        names.forEach(name -> ofTypes.merge(name, new OfTypes(owner, types), OfTypes::and));
    }

    /** Returns whose the relation is that the server says does not exist, if that is because the tenant is of another type. */
    Optional<OfTypes> findMissing(String message, Tenant tenant) {
        return ofTypes.entrySet().stream()
                .filter(relation -> !relation.getValue().contains(tenant.type()) && names(message, relation.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whatever language the server speaks, names stand in quotes, by themselves or behind the schema. */
    private static boolean names(String message, String relation) {
        return message.contains(relation)
                && Pattern.compile(OPENING + Pattern.quote(relation) + CLOSING)
                        .matcher(message)
                        .find();
    }

    /**
     * Whose relations are.
     *
     * @param owner the entity that has them
     * @param types the types of tenants that have them
     */
    record OfTypes(String owner, Set<TypeName> types) {

        OfTypes {
            types = Collections.unmodifiableSet(new TreeSet<>(types));
        }

        boolean contains(Optional<TypeName> type) {
            return type.filter(types::contains).isPresent();
        }

        private OfTypes and(OfTypes other) {
            Set<TypeName> all = new TreeSet<>(types);
            all.addAll(other.types);
            return new OfTypes(owner, all);
        }
    }

    /** Reads {@code sql}, or remembers what it read. */
    ReadSql read(String sql) {
        Known current = known;
        return sql.length() > LONGEST_REMEMBERED
                ? ReadSql.of(sql, current.names())
                : current.statements().get(sql);
    }

    private record Known(Set<String> names, ConcurrentLruCache<String, ReadSql> statements) {

        static Known of(Set<String> names) {
            return new Known(names, new ConcurrentLruCache<>(REMEMBERED_STATEMENTS, sql -> ReadSql.of(sql, names)));
        }
    }
}
