package io.tenantschemas.autoconfigure.provision;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.tenantschemas.autoconfigure.provision.again.TicketApplication;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangeListener;

/** A node of an application whose tenants come and go, with keys from sequences and a cache of its own. */
@Configuration(proxyBeanMethods = false)
@Import({ProvisioningApplication.class, TicketApplication.class})
class NamesAgainApplication {

    /** What the application's own cache would be told. */
    record Heard(List<TenantChange> changes) implements TenantChangeListener {

        @Override
        public void onTenantChange(TenantChange change) {
            changes.add(change);
        }
    }

    @Bean
    Heard heard() {
        return new Heard(new CopyOnWriteArrayList<>());
    }
}
