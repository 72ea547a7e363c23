package io.tenantschemas.autoconfigure.command;

import java.util.List;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;

import io.tenantschemas.command.CommandBeans;
import io.tenantschemas.command.MigrationDefaults;
import io.tenantschemas.command.TenantCommand;
import io.tenantschemas.command.TenantCommandBeans;
import io.tenantschemas.provision.ProvisioningMode;
import io.tenantschemas.provision.TenantCreator;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.provision.TenantRepair;

/** What commands work with, from the application's beans and properties. */
final class ApplicationBeans implements CommandBeans {

    private static final int DEFAULT_PARALLELISM = 4;

    private final ApplicationContext context;

    private final RoutingChecks routing;

    ApplicationBeans(ApplicationContext context) {
        this.context = context;
        this.routing = new RoutingChecks(context);
    }

    @Override
    public <T> T get(Class<T> type) {
        if (type == MigrationDefaults.class) {
            return type.cast(migrationDefaults());
        }
        if (type == TenantCommandBeans.class) {
            return type.cast(tenantCommands());
        }
        if (type == TenantProvisioner.class || type == TenantCreator.class || type == TenantRepair.class) {
            // The application's own listeners hear of what it does.
            routing.run();
        }
        return context.getBean(type);
    }

    private TenantCommandBeans tenantCommands() {
        return TenantCommandBeans.of(List.of(context.getBeanNamesForType(TenantCommand.class)), name -> {
            routing.run();
            return context.getBean(name, TenantCommand.class);
        });
    }

    private MigrationDefaults migrationDefaults() {
        Binder binder = Binder.get(context.getEnvironment());
        return new MigrationDefaults(
                binder.bind("tenant-schemas.migrations.parallelism", Integer.class)
                        .orElse(DEFAULT_PARALLELISM),
                binder.bind("tenant-schemas.provisioning.mode", ProvisioningMode.class)
                        .map(mode -> mode != ProvisioningMode.ASYNC)
                        // Those that were left waiting when the mode was another one.
                        .orElse(true));
    }
}
