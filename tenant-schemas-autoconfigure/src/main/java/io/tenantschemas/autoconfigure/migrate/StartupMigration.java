package io.tenantschemas.autoconfigure.migrate;

import org.springframework.beans.factory.InitializingBean;

import io.tenantschemas.autoconfigure.migrate.TenantMigrationProperties.OnStartup;
import io.tenantschemas.migrate.MigrationListener;
import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;

/** Migrates when the application starts, before anything else uses the database. */
final class StartupMigration implements InitializingBean {

    private final TenantMigrator migrator;

    private final TenantMigrationProperties properties;

    StartupMigration(TenantMigrator migrator, TenantMigrationProperties properties) {
        this.migrator = migrator;
        this.properties = properties;
    }

    @Override
    public void afterPropertiesSet() {
        if (properties.onStartup() != OnStartup.NONE) {
            MigrationReport report = migrate(request().withParallelism(properties.parallelism()));
            if (!report.isComplete() || !report.pending().isEmpty()) {
                throw new StartupMigrationException(report);
            }
        }
    }

    private MigrationReport migrate(MigrationRequest request) {
        try (ShutdownStop watch = ShutdownStop.watch()) {
            return migrator.migrate(request, MigrationListener.none(), watch.stop());
        }
    }

    private MigrationRequest request() {
        return switch (properties.onStartup()) {
            case ALL -> MigrationRequest.all();
            case VALIDATE -> MigrationRequest.shared().withDryRun(true);
            case SHARED, NONE -> MigrationRequest.shared();
        };
    }
}
