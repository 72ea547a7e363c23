package io.tenantschemas.context;

import java.util.Optional;

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
     * tenant's schema with its id. The id, because a name used again is another tenant.
     */
    default String identifier(SchemaName publicSchema) {
        return tenant().filter(tenant -> !tenant.schema().equals(publicSchema))
                .map(tenant -> tenant.schema() + "#" + tenant.id())
                .orElse(publicSchema.value());
    }

    /**
     * Returns a text under which data of this binding may be remembered for as long as anybody likes: the tenant's id, which
     * a rename does not change and which is never used again, or the public schema's name, which no id is equal to.
     */
    default String key(SchemaName publicSchema) {
        return tenant().filter(tenant -> !tenant.schema().equals(publicSchema))
                .map(tenant -> String.valueOf(tenant.id()))
                .orElse(publicSchema.value());
    }

    /** Returns the binding for messages: {@code tenant 'acme' (id 42)}. */
    String describe();

    /**
     * Bound to a tenant.
     *
     * @param value the tenant
     */
    record ToTenant(Tenant value) implements TenantBinding {

        /** Checks that there is a tenant. */
        public ToTenant {
            Assert.notNull(value, "'value' must not be null");
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
        return new ToTenant(tenant);
    }

    /** Returns the binding to the shared tables. */
    static TenantBinding toShared() {
        return new ToShared();
    }
}
