package io.tenantschemas.tenant;

import java.util.Collection;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Thrown when a tenant is to be of a type that the application does not have. */
public final class UnknownTypeException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String type;

    /**
     * Creates the exception.
     *
     * @param type the type as it was given
     * @param types the types that there are
     */
    public UnknownTypeException(@Nullable String type, Collection<TypeName> types) {
        super("%s is not a type of tenants that the application has. %s".formatted(Quoted.text(type), describe(types)));
        this.type = type;
    }

    /**
     * Creates the exception for something that is meant for tenants of a type that there is not.
     *
     * @param user what is meant for them
     * @param type the type as it was given
     * @param types the types that there are
     */
    public UnknownTypeException(String user, @Nullable String type, Collection<TypeName> types) {
        super("%s is meant for tenants of type %s, which the application does not have. %s"
                .formatted(user, Quoted.text(type), describe(types)));
        this.type = type;
    }

    private UnknownTypeException(String type, String message) {
        super(message);
        this.type = type;
    }

    /**
     * Returns the exception for a tenant that is of a type that there is not.
     *
     * @param schema the tenant's schema
     * @param type the type as it was given
     * @param types the types that there are
     * @param remedy what to do, as a sentence
     */
    public static UnknownTypeException ofTenant(
            SchemaName schema, String type, Collection<TypeName> types, String remedy) {
        return new UnknownTypeException(
                type,
                "The tenant with schema '%s' is of type %s, which the application does not have. %s %s"
                        .formatted(schema, Quoted.text(type), describe(types), remedy));
    }

    /** Returns a sentence with the types that there are, or one that says how tenants come to have types. */
    public static String describe(Collection<TypeName> types) {
        return types.isEmpty()
                ? "Its tenants have no types: mark an attribute of the tenant entity with @TenantType or, without JPA, set"
                        + " tenant-schemas.tenant-type-column."
                : types.stream().sorted().map(TypeName::value).collect(Collectors.joining(", ", "There are: ", "."));
    }

    /** Returns the type as it was given. */
    public @Nullable String type() {
        return type;
    }
}
