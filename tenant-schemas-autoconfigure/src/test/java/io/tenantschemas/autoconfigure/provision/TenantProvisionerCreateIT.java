package io.tenantschemas.autoconfigure.provision;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.TenantCreator;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.Tenant;

import static org.assertj.core.api.Assertions.assertThat;

/** Attributes are columns of the tenants' table. */
class TenantProvisionerCreateIT extends TenantCreatorContract {

    @Override
    TenantCreator creator(Provisioned application) {
        return application.provisioner()::create;
    }

    @Override
    String attribute(String name) {
        return column(name);
    }

    @Test
    void waitsForOthersForAWhileOnlyAndLeavesTheCallersLimitAsItWas() {
        Provisioned application = Provisioned.shared();
        List<String> limits = new ArrayList<>();
        application.script().first(filled -> limits.add(lockTimeout(application)));
        application.transaction().executeWithoutResult(status -> {
            application.jdbc().sql("SET LOCAL lock_timeout = '7s'").update();
            application
                    .provisioner()
                    .create(NewTenant.of("acme", "acme.example.com")
                            .with("name", "Acme Ltd")
                            .with("on_trial", true)
                            .with("created_on", LocalDate.now(ZoneOffset.UTC)));
            limits.add(lockTimeout(application));
            status.setRollbackOnly();
        });
        assertThat(limits).containsExactly("5s", "7s");
    }

    private static String lockTimeout(Provisioned application) {
        return application.jdbc().sql("SHOW lock_timeout").query(String.class).single();
    }

    @Test
    void isDoneInOneCall() {
        TenantProvisioner provisioner = Provisioned.shared().provisioner();
        // tag::create[]
        Tenant acme = provisioner.create(NewTenant.of("acme", "acme.example.com")
                .withDomain("www.acme.example.com")
                .with("name", "Acme Ltd")
                .with("on_trial", true)
                .with("created_on", LocalDate.now(ZoneOffset.UTC)));
        // end::create[]
        assertThat(acme.primaryHost()).contains(HostName.of("acme.example.com"));
        provisioner.drop("acme");
    }
}
