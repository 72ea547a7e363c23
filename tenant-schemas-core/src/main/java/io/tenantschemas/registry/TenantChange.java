package io.tenantschemas.registry;

import java.util.List;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * What became of a tenant or its schema, in as few words as all nodes need in order to forget what they remember of it.
 *
 * <p>Hosts are not among them: a host may have been remembered as leading nowhere, so everything that was not found is to be
 * forgotten, too, unless only a schema was {@linkplain Migrated migrated}.
 */
public sealed interface TenantChange {

    /** Returns the names that the tenant, or the schema, has or had. */
    List<SchemaName> schemas();

    /** Returns whether what is remembered of {@code tenant} may be out of date. */
    boolean concerns(Tenant tenant);

    /** Returns the change as nodes tell it each other: {@code renamed 42 acme globex}. */
    String text();

    /** Returns the change that {@code text} tells. What cannot be understood may be anything: {@link Everything}. */
    static TenantChange of(String text) {
        return TenantChangeText.read(text).orElseGet(Everything::new);
    }

    /** A change of one tenant. */
    sealed interface OfOne extends TenantChange {

        /** Returns the tenant's primary key. */
        long id();

        @Override
        default boolean concerns(Tenant tenant) {
            return tenant.id() == id() || schemas().contains(tenant.schema());
        }
    }

    /**
     * There is a new tenant.
     *
     * @param id its primary key
     * @param schema its schema
     */
    record Created(long id, SchemaName schema) implements OfOne {

        @Override
        public List<SchemaName> schemas() {
            return List.of(schema);
        }

        @Override
        public String text() {
            return "created %d %s".formatted(id, schema);
        }
    }

    /**
     * A tenant's status or domains are others.
     *
     * @param id its primary key
     * @param schema its schema
     */
    record Changed(long id, SchemaName schema) implements OfOne {

        @Override
        public List<SchemaName> schemas() {
            return List.of(schema);
        }

        @Override
        public String text() {
            return "changed %d %s".formatted(id, schema);
        }
    }

    /**
     * A tenant has another schema name.
     *
     * @param id its primary key
     * @param from the name that it had
     * @param to the name that it has
     */
    record Renamed(long id, SchemaName from, SchemaName to) implements OfOne {

        @Override
        public List<SchemaName> schemas() {
            return List.of(from, to);
        }

        @Override
        public String text() {
            return "renamed %d %s %s".formatted(id, from, to);
        }
    }

    /**
     * A tenant is gone.
     *
     * @param id the primary key that it had
     * @param schema the schema that it had
     */
    record Dropped(long id, SchemaName schema) implements OfOne {

        @Override
        public List<SchemaName> schemas() {
            return List.of(schema);
        }

        @Override
        public String text() {
            return "dropped %d %s".formatted(id, schema);
        }
    }

    /**
     * A schema went through migrations, that of a tenant or the one that holds the shared tables: it may hold other tables,
     * functions and triggers than before. What is known of tenants themselves is as it was.
     *
     * @param schema the schema
     */
    record Migrated(SchemaName schema) implements TenantChange {

        @Override
        public List<SchemaName> schemas() {
            return List.of(schema);
        }

        @Override
        public boolean concerns(Tenant tenant) {
            return false;
        }

        @Override
        public String text() {
            return "migrated " + schema;
        }
    }

    /** Nobody knows what changed, for example because the connection that tells of changes was interrupted. */
    record Everything() implements TenantChange {

        @Override
        public List<SchemaName> schemas() {
            return List.of();
        }

        @Override
        public boolean concerns(Tenant tenant) {
            return true;
        }

        @Override
        public String text() {
            return "everything";
        }
    }
}
