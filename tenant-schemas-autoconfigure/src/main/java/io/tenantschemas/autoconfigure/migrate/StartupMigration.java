package io.tenantschemas.autoconfigure.migrate;

import java.sql.SQLException;

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
import io.tenantschemas.routing.DdlDataSource;

/** Migrates when the application starts, before anything else uses the database. */
final class StartupMigration implements InitializingBean {

    private static final Log logger = LogFactory.getLog(StartupMigration.class);

    private final TenantMigrator migrator;

    private final SchemaMigrator schemaMigrator;

    private final MigrationTarget shared;

    private final TenantMigrationProperties properties;

    private final DdlDataSource ddl;

    StartupMigration(
            TenantMigrator migrator,
            SchemaMigrator schemaMigrator,
            MigrationTarget shared,
            TenantMigrationProperties properties,
            DdlDataSource ddl) {
        this.migrator = migrator;
        this.schemaMigrator = schemaMigrator;
        this.shared = shared;
        this.properties = properties;
        this.ddl = ddl;
    }

    @Override
    public void afterPropertiesSet() {
        if (properties.onStartup() == OnStartup.NONE) {
            warnOfAmbiguousMigrations();
        } else {
            // First: a release whose migrations cannot run is not to change anything.
            schemaMigrator.verifyMigrations();
            askForConnection();
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

    /** What is refused there is said by itself, and not as the reason for which a migration failed. */
    private void askForConnection() {
        if (ddl.isApart()) {
            try {
                ddl.dataSource().getConnection().close();
            } catch (SQLException unreachable) {
                logger.debug("Migrating will say so", unreachable);
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
