package io.tenantschemas.migrate.flyway;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

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
        Duration lockTimeout) {

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
                Duration.ZERO);
    }
}
