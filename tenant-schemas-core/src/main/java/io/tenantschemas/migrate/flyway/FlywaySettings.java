package io.tenantschemas.migrate.flyway;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

/**
 * How Flyway is set up.
 *
 * @param publicSchema the schema that holds the shared tables
 * @param extraSearchPath further schemas that every tenant can see
 * @param sharedLocations where the migrations of the shared schema are
 * @param tenantLocations where the migrations of the tenants' schemas are
 * @param sharedJavaMigrations migrations of the shared schema that are objects
 * @param tenantJavaMigrations migrations of the tenants' schemas that are objects; they must be safe for use by several
 *     threads
 * @param customizers change whatever else there is to set, for both; what this library depends on (schemas, history table,
 *     locations, connections, baseline) is set after them
 * @param direct whether tenants' migrations that are nothing but SQL run without Flyway where it is known what Flyway would do
 * @param lockTimeout for how long a migration that runs in a transaction of its own waits for a lock; zero for any time
 * @param types the types of tenants that there are, each with the migrations that are objects and that only its tenants go through,
 *     of whom the same holds as of the others'. Their files are in the tenants' locations with a hyphen and the type at the end, as
 *     far as there are such
 */
public record FlywaySettings(
        SchemaName publicSchema,
        List<SchemaName> extraSearchPath,
        List<String> sharedLocations,
        List<String> tenantLocations,
        List<JavaMigration> sharedJavaMigrations,
        List<JavaMigration> tenantJavaMigrations,
        List<Consumer<FluentConfiguration>> customizers,
        boolean direct,
        Duration lockTimeout,
        Map<TypeName, List<JavaMigration>> types) {

    private static final String FILESYSTEM = "filesystem:";

    /** Checks that nothing is missing and copies the lists. */
    public FlywaySettings {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(lockTimeout, "'lockTimeout' must not be null");
        Assert.isTrue(
                lockTimeout.isZero() || (lockTimeout.toMillis() >= 1 && lockTimeout.toMillis() <= Integer.MAX_VALUE),
                "'lockTimeout' must be zero, or from one to 2,147,483,647 milliseconds");
        extraSearchPath = List.copyOf(extraSearchPath);
        sharedLocations = List.copyOf(sharedLocations);
        tenantLocations = List.copyOf(tenantLocations);
        sharedJavaMigrations = List.copyOf(sharedJavaMigrations);
        tenantJavaMigrations = List.copyOf(tenantJavaMigrations);
        customizers = List.copyOf(customizers);
        types = types.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, type -> List.copyOf(type.getValue())));
    }

    /** Returns settings with nothing but the schema and the locations. */
    public static FlywaySettings of(
            SchemaName publicSchema, List<String> sharedLocations, List<String> tenantLocations) {
        return new FlywaySettings(
                publicSchema,
                List.of(),
                sharedLocations,
                tenantLocations,
                List.of(),
                List.of(),
                List.of(),
                true,
                Duration.ZERO,
                Map.of());
    }

    /** Returns the same with these types of tenants. */
    public FlywaySettings withTypes(Map<TypeName, List<JavaMigration>> others) {
        return new FlywaySettings(
                publicSchema,
                extraSearchPath,
                sharedLocations,
                tenantLocations,
                sharedJavaMigrations,
                tenantJavaMigrations,
                customizers,
                direct,
                lockTimeout,
                others);
    }

    /** Returns where the migrations of that target are. */
    List<String> locations(MigrationTarget target) {
        if (target.isShared()) {
            return sharedLocations;
        }
        List<String> locations = new ArrayList<>(tenantLocations);
        target.type().ifPresent(type -> tenantLocations.forEach(all -> locations.add(locationOf(all, type))));
        return locations;
    }

    /**
     * Returns where the migrations of a type's tenants are, beside those of all tenants.
     *
     * @param location a location of the tenants' migrations
     */
    public static String locationOf(String location, TypeName type) {
        String folder = location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
        return folder + "-" + type;
    }

    /** Returns whether a type may have migrations of its own, which it has not if there is nothing where they would be. */
    boolean mayHaveOwn(TypeName type) {
        return !types.getOrDefault(type, List.of()).isEmpty()
                || tenantLocations.stream().map(all -> locationOf(all, type)).anyMatch(FlywaySettings::mayExist);
    }

    private static boolean mayExist(String location) {
        // Relative to what, Flyway may have been told.
        return !location.startsWith(FILESYSTEM)
                || location.matches(".*[*?{].*")
                || !new File(location.substring(FILESYSTEM.length())).isAbsolute()
                || new File(location.substring(FILESYSTEM.length())).isDirectory();
    }

    /** Returns the migrations of that target that are objects. */
    List<JavaMigration> javaMigrations(MigrationTarget target) {
        if (target.isShared()) {
            return sharedJavaMigrations;
        }
        List<JavaMigration> migrations = new ArrayList<>(tenantJavaMigrations);
        target.type().ifPresent(type -> migrations.addAll(types.getOrDefault(type, List.of())));
        return migrations;
    }
}
