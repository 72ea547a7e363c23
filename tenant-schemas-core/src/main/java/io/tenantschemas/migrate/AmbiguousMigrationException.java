package io.tenantschemas.migrate;

import java.util.List;
import java.util.Optional;

import io.tenantschemas.tenant.TenantSchemasException;
import io.tenantschemas.tenant.TypeName;

/** Thrown when tenants would go through two migrations that cannot be told apart. None of these tenants could be migrated. */
public final class AmbiguousMigrationException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<TypeName> type;

    private final transient List<String> migrations;

    private AmbiguousMigrationException(Optional<TypeName> type, String what, List<String> migrations, String remedy) {
        super("%s would go through two %s: %s. %s"
                .formatted(
                        type.map("Tenants of type '%s'"::formatted).orElse("All tenants"),
                        what,
                        String.join(" and ", migrations),
                        remedy));
        this.type = type;
        this.migrations = migrations;
    }

    /**
     * Returns the exception for two of one version.
     *
     * @param type the type of the tenants, or empty if it concerns all of them
     */
    public static AmbiguousMigrationException ofVersion(
            String version, Optional<TypeName> type, String one, String other) {
        return new AmbiguousMigrationException(
                type,
                "migrations with the version " + version,
                List.of(one, other),
                "Give one of them another version: those of a type are in one order with those of all tenants.");
    }

    /**
     * Returns the exception for two that are repeatable and have one name.
     *
     * @param type the type of the tenants, or empty if it concerns all of them
     */
    public static AmbiguousMigrationException ofDescription(
            String description, Optional<TypeName> type, String one, String other) {
        return new AmbiguousMigrationException(
                type,
                "repeatable migrations with the description '%s'".formatted(description),
                List.of(one, other),
                "Give one of them another name: it stands for the migration in a tenant's history.");
    }

    /** Returns the type of the tenants, or empty if it concerns all of them. */
    public Optional<TypeName> type() {
        return type;
    }

    /** Returns both migrations: the paths of files, the names of classes. */
    public List<String> migrations() {
        return migrations;
    }
}
