package io.tenantschemas.autoconfigure.migrate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.InitializingBean;

import io.tenantschemas.autoconfigure.migrate.TenantMigrationProperties.OnStartup;
import io.tenantschemas.migrate.AmbiguousMigrationException;
import io.tenantschemas.migrate.MigrationListener;
import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.migrate.TenantMigrator;

/** Migrates when the application starts, before anything else uses the database. */
final class StartupMigration implements InitializingBean {

    private static final Log logger = LogFactory.getLog(StartupMigration.class);

    private final TenantMigrator migrator;

    private final SchemaMigrator schemaMigrator;

    private final MigrationTarget shared;

    private final TenantMigrationProperties properties;

    StartupMigration(
            TenantMigrator migrator,
            SchemaMigrator schemaMigrator,
            MigrationTarget shared,
            TenantMigrationProperties properties) {
        this.migrator = migrator;
        this.schemaMigrator = schemaMigrator;
        this.shared = shared;
        this.properties = properties;
    }

    @Override
    public void afterPropertiesSet() {
        if (properties.onStartup() == OnStartup.NONE) {
            warnOfAmbiguousMigrations();
        } else {
            // First: a release whose migrations cannot run is not to change anything.
            schemaMigrator.verifyMigrations();
            MigrationReport report = migrate(request().withParallelism(properties.parallelism()));
            if (!report.isUpToDate() && !isAhead()) {
                throw new StartupMigrationException(report);
            }
        }
    }

    /** Who has schemas migrated elsewhere, and with other files perhaps, is told of it only. */
    private void warnOfAmbiguousMigrations() {
        try {
            schemaMigrator.verifyMigrations();
        } catch (AmbiguousMigrationException refused) {
            logger.warn(refused.getMessage());
        }
    }

    private MigrationReport migrate(MigrationRequest request) {
        try (ShutdownStop watch = ShutdownStop.watch()) {
            return migrator.migrate(request, MigrationListener.none(), watch.stop());
        }
    }

    /** Returns whether nothing is to be migrated and a newer application has been at it, beside which this one is to serve on. */
    private boolean isAhead() {
        return properties.onStartup() == OnStartup.VALIDATE && !schemaMigrator.isBehind(shared);
    }

    private MigrationRequest request() {
        return switch (properties.onStartup()) {
            case ALL -> MigrationRequest.all();
            case VALIDATE -> MigrationRequest.shared().withDryRun(true);
            case SHARED, NONE -> MigrationRequest.shared();
        };
    }
}
