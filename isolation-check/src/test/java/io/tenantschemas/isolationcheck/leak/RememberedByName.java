package io.tenantschemas.isolationcheck.leak;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.springframework.context.support.GenericApplicationContext;

import io.tenantschemas.context.HeldResources;
import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Tenants are remembered by name, and nobody says when one is dropped. */
final class RememberedByName implements Leak {

    @Override
    public void addTo(GenericApplicationContext application) {
        application.registerBean(
                TenantTemplate.class,
                () -> new TenantTemplate(
                        new Remembering(application.getBean(TenantRegistry.class)),
                        SchemaName.of("public"),
                        List.copyOf(
                                application.getBeansOfType(HeldResources.class).values())));
    }

    private record Remembering(TenantDirectory tenants, Map<SchemaName, Tenant> known) implements TenantDirectory {

        Remembering(TenantDirectory tenants) {
            this(tenants, new ConcurrentHashMap<>());
        }

        @Override
        public Optional<Tenant> findBySchema(SchemaName schema) {
            Optional<Tenant> found = Optional.ofNullable(known.get(schema)).or(() -> tenants.findBySchema(schema));
            found.ifPresent(tenant -> known.put(schema, tenant));
            return found;
        }

        @Override
        public void forEach(Consumer<Tenant> action) {
            tenants.forEach(action);
        }
    }
}
