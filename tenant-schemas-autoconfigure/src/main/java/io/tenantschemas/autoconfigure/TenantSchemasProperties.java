package io.tenantschemas.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.tenantschemas.entity.EntityScope;
import io.tenantschemas.provision.ProvisioningMode;
import io.tenantschemas.role.RoleName;
import io.tenantschemas.role.TablePrivilege;
import io.tenantschemas.routing.RoutingScope;
import io.tenantschemas.routing.RoutingStrategy;
import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.InvalidTypeNameException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

/**
 * Settings of Tenant Schemas.
 *
 * @param enabled whether Tenant Schemas is in force
 * @param publicSchema the schema that holds the shared tables
 * @param extraSearchPath schemas that follow the tenant's and the public one in every search path, for extensions
 * @param requireTenant whether work that is bound to nothing is refused a connection, instead of seeing the shared tables
 * @param tenantTable name of the tenants' table, where it cannot be read from the mapping of the tenant entity
 * @param tenantTypeColumn name of the column of the tenants' table that says of which type a tenant is, where that cannot be read
 *     from the mapping of the tenant entity
 * @param tenantTypes types of tenants that there are, where these are not the constants of an enum
 * @param resolution how tenants are found
 * @param routing how connections are pointed at tenants
 * @param provisioning how schemas come and go
 * @param entities whose entities are
 */
@ConfigurationProperties("tenant-schemas")
public record TenantSchemasProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("public") String publicSchema,
        @DefaultValue List<String> extraSearchPath,
        @DefaultValue("false") boolean requireTenant,
        @Nullable String tenantTable,
        @Nullable String tenantTypeColumn,
        @DefaultValue List<String> tenantTypes,
        @DefaultValue Resolution resolution,
        @DefaultValue Routing routing,
        @DefaultValue Provisioning provisioning,
        @DefaultValue Entities entities) {

    /** Checks the names of schemas. */
    public TenantSchemasProperties {
        extraSearchPath = List.copyOf(extraSearchPath);
        tenantTypes = List.copyOf(tenantTypes);
        for (int i = 0; i < tenantTypes.size(); i++) {
            checkType("tenant-schemas.tenant-types[%d]".formatted(i), tenantTypes.get(i));
        }
        checkSchema("tenant-schemas.public-schema", publicSchema);
        for (int i = 0; i < extraSearchPath.size(); i++) {
            checkExtraSchema("tenant-schemas.extra-search-path[%d]".formatted(i), extraSearchPath.get(i), publicSchema);
        }
    }

    private static void checkType(String property, String value) {
        try {
            TypeName.of(value);
        } catch (InvalidTypeNameException refused) {
            throw new InvalidConfigurationPropertyValueException(property, value, refused.getMessage(), refused);
        }
    }

    private static void checkSchema(String property, String value) {
        try {
            SchemaName.of(value);
        } catch (InvalidSchemaNameException refused) {
            throw new InvalidConfigurationPropertyValueException(property, value, refused.getMessage(), refused);
        }
    }

    private static void checkExtraSchema(String property, String value, String publicSchema) {
        checkSchema(property, value);
        if (value.equals(publicSchema)) {
            throw new InvalidConfigurationPropertyValueException(
                    property, value, "The public schema is in every search path already. Remove it from the list.");
        }
    }

    SchemaName publicSchemaName() {
        return SchemaName.of(publicSchema);
    }

    /** Returns the types of tenants that are listed. */
    public List<TypeName> tenantTypeNames() {
        return tenantTypes.stream().map(TypeName::of).distinct().toList();
    }

    List<SchemaName> extraSchemaNames() {
        return extraSearchPath.stream().map(SchemaName::of).distinct().toList();
    }

    /**
     * How tenants are found.
     *
     * @param cache what is remembered of them
     */
    public record Resolution(@DefaultValue Cache cache) {

        /**
         * What is remembered of tenants.
         *
         * @param timeToLive for how long what was found, or not found, is remembered
         * @param maximumSize how many tenants are remembered, and how many hosts that lead to none
         * @param missesPerSecond how many hosts that lead to no tenant are looked up each second, for all requests together
         */
        public record Cache(
                @DefaultValue("60s") Duration timeToLive,
                @DefaultValue("10000") long maximumSize,
                @DefaultValue("100") int missesPerSecond) {

            /** Checks the limits. */
            public Cache {
                if (timeToLive.isNegative()) {
                    throw new InvalidConfigurationPropertyValueException(
                            "tenant-schemas.resolution.cache.time-to-live", timeToLive, "It must not be negative.");
                }
                if (maximumSize < 0) {
                    throw new InvalidConfigurationPropertyValueException(
                            "tenant-schemas.resolution.cache.maximum-size", maximumSize, "It must not be negative.");
                }
                if (missesPerSecond < 1) {
                    throw new InvalidConfigurationPropertyValueException(
                            "tenant-schemas.resolution.cache.misses-per-second",
                            missesPerSecond,
                            "At least one host has to be looked up each second: new tenants could not be found otherwise.");
                }
            }
        }
    }

    /**
     * How connections are pointed at tenants.
     *
     * @param exclude names of DataSource beans that hold no tenants and are left as they are
     * @param largeObjects whether tenants may use large objects, which PostgreSQL does not divide among schemas
     * @param strategy how statements find the tables of the tenant
     * @param scope for how long a connection is the same session of the server; transaction behind a pooler in transaction
     *     mode
     * @param preparedStatements whether a pooler in transaction mode keeps prepared statements by itself, so that the driver
     *     may use them
     * @param maxTenantsPerConnection how many different tenants a connection serves before it is replaced, because the
     *     server's process keeps what it has learnt of each; 0 for any number
     * @param affinityWait for how long a checkout waits for a connection that has served its tenant where all of these are in
     *     use; 0 to leave the choice to the pool
     * @param role the roles of tenants, with the strategy of that name
     */
    public record Routing(
            @DefaultValue List<String> exclude,
            @DefaultValue("refuse") LargeObjects largeObjects,
            @DefaultValue("auto") RoutingStrategy strategy,
            @DefaultValue("session") RoutingScope scope,
            @DefaultValue("false") boolean preparedStatements,
            @DefaultValue("200") int maxTenantsPerConnection,
            @DefaultValue("50ms") Duration affinityWait,
            @DefaultValue Roles role) {

        /** Copies the list and checks the limits. */
        public Routing {
            exclude = List.copyOf(exclude);
            if (strategy == RoutingStrategy.QUALIFIED && scope == RoutingScope.TRANSACTION) {
                throw new InvalidConfigurationPropertyValueException(
                        "tenant-schemas.routing.strategy",
                        "qualified",
                        "Behind a pooler in transaction mode (tenant-schemas.routing.scope=transaction) the path of a session"
                                + " is anybody's. Use search-path, or auto.");
            }
            if (maxTenantsPerConnection < 0) {
                throw new InvalidConfigurationPropertyValueException(
                        "tenant-schemas.routing.max-tenants-per-connection",
                        maxTenantsPerConnection,
                        "It must not be negative. Use 0 for any number.");
            }
            if (affinityWait.isNegative()) {
                throw new InvalidConfigurationPropertyValueException(
                        "tenant-schemas.routing.affinity-wait",
                        affinityWait,
                        "It must not be negative. Use 0 to leave the choice of connections to the pool.");
            }
        }

        /**
         * The roles of tenants, with strategy role.
         *
         * @param group the role of which all of them are members, and which is made if it is not there; named after the
         *     database, with "_tenants" at its end, unless it is set
         * @param sharedPrivileges what they may do with each shared table, and with sequences accordingly; if empty, nothing is
         *     granted but what migrations grant
         */
        public record Roles(
                @Nullable String group,

                @DefaultValue({"select", "insert", "update", "delete", "references"})
                Set<TablePrivilege> sharedPrivileges) {

            /** Checks the name and copies the set. */
            public Roles {
                sharedPrivileges = Set.copyOf(sharedPrivileges);
                try {
                    groupName(group);
                } catch (IllegalArgumentException refused) {
                    throw new InvalidConfigurationPropertyValueException(
                            "tenant-schemas.routing.role.group", group, String.valueOf(refused.getMessage()), refused);
                }
            }

            /** Returns the name of the group, or null if it is to be named after the database. */
            public @Nullable RoleName groupName() {
                return groupName(group);
            }

            private static @Nullable RoleName groupName(@Nullable String group) {
                return group == null ? null : new RoleName(group);
            }
        }

        /** Whether tenants may use large objects. */
        public enum LargeObjects {

            /** No, and a mapping that does is a mistake. */
            REFUSE,

            /** Yes. */
            ALLOW
        }
    }

    /**
     * How schemas come and go.
     *
     * @param autoDrop whether deleting a tenant drops its schema with all its data
     * @param mode when the schemas of new tenants are made: in the transaction that saves the tenant, soon after it by any node,
     *     or when migrate-schemas or check-schemas --repair is run
     * @param async how schemas are made soon after, with that mode
     */
    public record Provisioning(
            @DefaultValue("false") boolean autoDrop,
            @DefaultValue("sync") ProvisioningMode mode,
            @DefaultValue Async async) {

        /**
         * How schemas are made after the transaction that saves the tenant.
         *
         * @param workers how many tenants a node works on at the same time, each on one connection
         * @param pollInterval how often a node looks for tenants that wait, besides when it hears of one
         * @param maxAttempts how often it is tried to make a tenant's schema before its status is FAILED
         * @param initialDelay for how long a tenant is left alone after the first attempt, whether it failed or its process ended;
         *     twice as long after each further one
         * @param maxDelay for how long a tenant is left alone at most
         */
        public record Async(
                @DefaultValue("1") int workers,
                @DefaultValue("5s") Duration pollInterval,
                @DefaultValue("5") int maxAttempts,
                @DefaultValue("5s") Duration initialDelay,
                @DefaultValue("5m") Duration maxDelay) {

            private static final String PREFIX = "tenant-schemas.provisioning.async.";

            /** Checks the limits. */
            public Async {
                refuseUnless(workers > 0, "workers", workers, "At least one tenant has to be worked on at a time.");
                refuseUnless(
                        pollInterval.toMillis() > 0,
                        "poll-interval",
                        pollInterval,
                        "It has to be a millisecond at least.");
                refuseUnless(maxAttempts > 0, "max-attempts", maxAttempts, "Once at least it has to be tried.");
                refuseUnless(
                        initialDelay.toMillis() > 0,
                        "initial-delay",
                        initialDelay,
                        "It has to be a millisecond at least.");
                refuseUnless(
                        maxDelay.compareTo(initialDelay) >= 0,
                        "max-delay",
                        maxDelay,
                        "It must not be less than tenant-schemas.provisioning.async.initial-delay.");
            }

            private static void refuseUnless(boolean isRight, String property, Object value, String reason) {
                if (!isRight) {
                    throw new InvalidConfigurationPropertyValueException(PREFIX + property, value, reason);
                }
            }
        }
    }

    /**
     * Whose entities are.
     *
     * @param defaultScope what an entity is of which nothing is known
     * @param sharedPackages packages, with those below them, whose entities are shared unless they are annotated
     * @param tenantPackages packages, with those below them, whose entities belong to tenants unless they are annotated
     */
    public record Entities(
            @DefaultValue("none") DefaultScope defaultScope,
            @DefaultValue List<String> sharedPackages,
            @DefaultValue List<String> tenantPackages) {

        /** Copies the lists. */
        public Entities {
            sharedPackages = List.copyOf(sharedPackages);
            tenantPackages = List.copyOf(tenantPackages);
        }

        /** What an entity is of which nothing is known. */
        public enum DefaultScope {

            /** A mistake: start-up fails. */
            NONE,

            /** Shared. */
            SHARED,

            /** The tenants'. */
            TENANT;

            @Nullable
            EntityScope scope() {
                return switch (this) {
                    case NONE -> null;
                    case SHARED -> EntityScope.SHARED;
                    case TENANT -> EntityScope.TENANT;
                };
            }
        }
    }
}
