package io.tenantschemas.autoconfigure.migrate;

import java.util.function.Predicate;

import org.springframework.beans.factory.InitializingBean;

import io.tenantschemas.autoconfigure.migrate.TenantMigrationProperties.OnStartup;
import io.tenantschemas.migrate.MigrationListener;
import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.TenantMigrator;

/** Migrates when the application starts, before anything else uses the database. */
final class StartupMigration implements InitializingBean {

    private final TenantMigrator migrator;

    private final Predicate<MigrationTarget> isBehind;

    private final MigrationTarget shared;

    private final TenantMigrationProperties properties;

    StartupMigration(
            TenantMigrator migrator,
            Predicate<MigrationTarget> isBehind,
            MigrationTarget shared,
            TenantMigrationProperties properties) {
        this.migrator = migrator;
        this.isBehind = isBehind;
        this.shared = shared;
        this.properties = properties;
    }

    @Override
    public void afterPropertiesSet() {
        if (properties.onStartup() != OnStartup.NONE) {
            MigrationReport report = migrate(request().withParallelism(properties.parallelism()));
            if (!report.isUpToDate() && !isAhead()) {
                throw new StartupMigrationException(report);
            }
        }
    }

    private MigrationReport migrate(MigrationRequest request) {
        try (ShutdownStop watch = ShutdownStop.watch()) {
            return migrator.migrate(request, MigrationListener.none(), watch.stop());
        }
    }

    /** Returns whether nothing is to be migrated and a newer application has been at it, beside which this one is to serve on. */
    private boolean isAhead() {
        return properties.onStartup() == OnStartup.VALIDATE && !isBehind.test(shared);
    }

    private MigrationRequest request() {
        return switch (properties.onStartup()) {
            case ALL -> MigrationRequest.all();
            case VALIDATE -> MigrationRequest.shared().withDryRun(true);
            case SHARED, NONE -> MigrationRequest.shared();
        };
    }
}
