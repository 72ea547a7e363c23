package io.tenantschemas.autoconfigure.migrate;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings of how schemas are kept up to date.
 *
 * @param shared the migrations of the shared schema
 * @param tenant the migrations of the tenants' schemas
 * @param onStartup what is migrated when the application starts
 * @param parallelism number of tenants migrated at the same time
 * @param direct whether tenants' migrations that are nothing but SQL run without Flyway's engine, which costs several times as much
 *     as most of them, where it has done the same with another tenant; the history is the same
 * @param lockTimeout for how long a migration waits for a lock, while everybody who comes later waits behind it; it is tried again
 *     a few times after that; 0 for any time
 * @param requireCurrent whether a tenant is turned away for as long as its schema is behind the application's migrations: requests
 *     are answered with 503, and work for each tenant fails for that one
 */
@ConfigurationProperties("tenant-schemas.migrations")
public record TenantMigrationProperties(
        @DefaultValue Shared shared,
        @DefaultValue Tenant tenant,
        @DefaultValue("shared") OnStartup onStartup,
        @DefaultValue("4") int parallelism,
        @DefaultValue("true") boolean direct,
        @DefaultValue("2s") Duration lockTimeout,
        @DefaultValue("false") boolean requireCurrent) {

    /** Checks the number. */
    public TenantMigrationProperties {
        if (parallelism < 1) {
            throw new InvalidConfigurationPropertyValueException(
                    "tenant-schemas.migrations.parallelism",
                    parallelism,
                    "At least one tenant has to be migrated at a time.");
        }
        if (lockTimeout.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(
                    "tenant-schemas.migrations.lock-timeout", lockTimeout, "It must not be negative.");
        }
    }

    /**
     * The migrations of the shared schema.
     *
     * @param locations where they are, as Flyway writes locations
     */
    public record Shared(
            @DefaultValue("classpath:db/shared") List<String> locations) {

        /** Copies the list. */
        public Shared {
            locations = List.copyOf(locations);
        }
    }

    /**
     * The migrations of the tenants' schemas.
     *
     * @param locations where they are, as Flyway writes locations
     */
    public record Tenant(
            @DefaultValue("classpath:db/tenant") List<String> locations) {

        /** Copies the list. */
        public Tenant {
            locations = List.copyOf(locations);
        }
    }

    /** What is migrated when the application starts. */
    public enum OnStartup {

        /** The shared schema; start-up fails if that does. */
        SHARED,

        /** The shared schema and every tenant's; start-up fails if any of that does, after the others are through. */
        ALL,

        /** Nothing. */
        NONE,

        /** Nothing, but start-up fails when the shared schema is behind. */
        VALIDATE
    }
}
