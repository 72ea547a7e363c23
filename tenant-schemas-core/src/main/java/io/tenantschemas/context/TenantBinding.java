package io.tenantschemas.context;

import java.util.Optional;
import java.util.UUID;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** What a thread is bound to. */
public sealed interface TenantBinding {

    /** Returns the tenant, or empty when there is none. */
    Optional<Tenant> tenant();

    /** Returns whether somebody decided on this binding, which {@link Unbound} denies. */
    default boolean isBound() {
        return true;
    }

    /** Returns the schema to work in, when {@code publicSchema} is the one that holds the shared tables. */
    default SchemaName schema(SchemaName publicSchema) {
        return tenant().map(Tenant::schema).orElse(publicSchema);
    }

    /**
     * Returns a text that is the same for two bindings only if they see the same data: the public schema's name, or the
     * tenant's schema with its id. The id, because a name used again is another tenant. And what distinguishes an attempt to
     * fill a new schema, because the next one, of the same tenant, finds a schema that knows nothing of what was handed out and
     * remembered in this one.
     */
    default String identifier(SchemaName publicSchema) {
        return tenant().filter(tenant -> !tenant.schema().equals(publicSchema))
                .map(tenant -> tenant.schema() + "#" + tenant.id() + attempt())
                .orElse(publicSchema.value());
    }

    /**
     * Returns a text under which data of this binding may be remembered for as long as anybody likes: the tenant's id, which
     * a rename does not change and which is never used again, or the public schema's name, which no id is equal to. While a
     * new schema is filled it is one that nobody asks for afterwards: all of it may be rolled back.
     */
    default String key(SchemaName publicSchema) {
        return tenant().filter(tenant -> !tenant.schema().equals(publicSchema))
                .map(tenant -> tenant.id() + attempt())
                .orElse(publicSchema.value());
    }

    /** Returns what tells an attempt to fill a new schema from all others of the same tenant, or nothing where there is none. */
    default String attempt() {
        return "";
    }

    /** Returns what remains of this binding for those who outlive an attempt to fill a new schema. */
    default TenantBinding lasting() {
        return this;
    }

    /** Returns the binding for messages: {@code tenant 'acme' (id 42)}. */
    String describe();

    /**
     * Bound to a tenant.
     *
     * @param value the tenant
     * @param attempt what tells an attempt to fill the tenant's new schema from all others, or nothing
     */
    record ToTenant(Tenant value, String attempt) implements TenantBinding {

        /** Checks that there is a tenant. */
        public ToTenant {
            Assert.notNull(value, "'value' must not be null");
            Assert.notNull(attempt, "'attempt' must not be null");
        }

        @Override
        public TenantBinding lasting() {
            return attempt.isEmpty() ? this : to(value);
        }

        /** Returns whether {@code other} is the same tenant's, and says nothing of this attempt to fill it. */
        boolean continues(TenantBinding other) {
            return !attempt.isEmpty()
                    && other instanceof ToTenant same
                    && same.attempt.isEmpty()
                    && same.value.id() == value.id()
                    && same.value.schema().equals(value.schema());
        }

        @Override
        public Optional<Tenant> tenant() {
            return Optional.of(value);
        }

        @Override
        public String describe() {
            return "tenant '%s' (id %d)".formatted(value.schema(), value.id());
        }
    }

    /** Bound to the shared tables, on purpose. */
    record ToShared() implements TenantBinding {

        @Override
        public Optional<Tenant> tenant() {
            return Optional.empty();
        }

        @Override
        public String describe() {
            return "the shared tables";
        }
    }

    /** Bound to nothing: nobody decided yet. */
    record Unbound() implements TenantBinding {

        @Override
        public Optional<Tenant> tenant() {
            return Optional.empty();
        }

        @Override
        public boolean isBound() {
            return false;
        }

        @Override
        public String describe() {
            return "no tenant";
        }
    }

    /** Returns the binding to {@code tenant}. */
    static TenantBinding to(Tenant tenant) {
        return new ToTenant(tenant, "");
    }

    /**
     * Returns the binding to {@code tenant} for one attempt to fill its new schema. It sees the same data as any other, and shares
     * with none what is remembered of them.
     */
    static TenantBinding toFill(Tenant tenant) {
        // Caches may be shared with other processes.
        return new ToTenant(tenant, "@" + UUID.randomUUID());
    }

    /** Returns the binding to the shared tables. */
    static TenantBinding toShared() {
        return new ToShared();
    }
}
