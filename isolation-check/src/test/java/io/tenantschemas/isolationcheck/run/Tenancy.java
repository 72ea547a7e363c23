package io.tenantschemas.isolationcheck.run;

import org.springframework.context.ApplicationContext;

import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.isolationcheck.application.Client;
import io.tenantschemas.isolationcheck.application.ClientRepository;
import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.SchemaName;

/** How tenants come, go and change their names. */
public final class Tenancy {

    private final ClientRepository clients;

    private final TenantTemplate tenants;

    private final TenantProvisioner provisioner;

    Tenancy(ApplicationContext application) {
        this.clients = application.getBean(ClientRepository.class);
        this.tenants = application.getBean(TenantTemplate.class);
        this.provisioner = application.getBean(TenantProvisioner.class);
    }

    /** Makes a tenant. */
    public void create(SchemaName name, String stamp) {
        tenants.executeSharedWithoutResult(
                () -> clients.saveAndFlush(new Client(name.value(), name + "-" + stamp + ".example.com", stamp)));
    }

    /** Ends a tenant and everything that it has, by deleting its entity or without JPA. */
    public void drop(Life life, boolean entity) {
        if (entity) {
            tenants.executeSharedWithoutResult(() -> clients.deleteById(life.id()));
        } else {
            provisioner.drop(life.tenant().schema());
        }
    }

    /** Gives a tenant another name. */
    public void rename(SchemaName from, SchemaName to) {
        provisioner.rename(from, to);
    }
}
