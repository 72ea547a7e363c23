package io.tenantschemas.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChannel;
import io.tenantschemas.tenant.SchemaName;

/**
 * Tells this node and all others which schemas another migrator migrated, so that they forget what they know of them.
 *
 * <p>Also after a failure, because what came before it may be committed; not where there was nothing to do. Of what is done in
 * the caller's transaction nobody is told: that makes new schemas, of which nobody knows anything.
 */
public final class TellingSchemaMigrator implements SchemaMigrator {

    private static final Log logger = LogFactory.getLog(TellingSchemaMigrator.class);

    private final SchemaMigrator migrator;

    private final Consumer<SchemaName> here;

    private final TenantChannel channel;

    private final DataSource dataSource;

    private final AtomicBoolean hasWarned = new AtomicBoolean();

    /**
     * Creates a migrator that tells.
     *
     * @param migrator what migrates
     * @param here who in this node is told at once. Not all who hear of changes: at start-up, some of them need what is made by
     *     this migration
     * @param channel over which all nodes are told
     * @param dataSource where connections for that come from, one at a time and none while {@code migrator} has one
     */
    public TellingSchemaMigrator(
            SchemaMigrator migrator, Consumer<SchemaName> here, TenantChannel channel, DataSource dataSource) {
        Assert.notNull(migrator, "'migrator' must not be null");
        Assert.notNull(here, "'here' must not be null");
        Assert.notNull(channel, "'channel' must not be null");
        Assert.notNull(dataSource, "'dataSource' must not be null");
        this.migrator = migrator;
        this.here = here;
        this.channel = channel;
        this.dataSource = dataSource;
    }

    @Override
    public void verifyMigrations() {
        migrator.verifyMigrations();
    }

    @Override
    public Done migrate(MigrationTarget target) {
        return telling(target, notice(target), () -> Optional.of(migrator.migrate(target)))
                .orElseThrow();
    }

    @Override
    public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop) {
        MigrationNotice notice = notice(target);
        return telling(target, notice, () -> migrator.tryMigrate(target, stop, notice));
    }

    @Override
    public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop, MigrationCondition condition) {
        return telling(target, notice(target), () -> migrator.tryMigrate(target, stop, condition));
    }

    private MigrationNotice notice(MigrationTarget target) {
        return new MigrationNotice(channel.expression(new TenantChange.Migrated(target.schema())));
    }

    private Optional<Done> telling(MigrationTarget target, MigrationNotice notice, Supplier<Optional<Done>> migration) {
        Optional<Done> done;
        try {
            done = migration.get();
        } catch (DatabaseUnreachableException | MissingSchemaException nothingFurtherWasDone) {
            if (notice.isCommitted()) {
                tell(target.schema(), notice);
            }
            throw nothingFurtherWasDone;
        } catch (RuntimeException failure) {
            tell(target.schema(), notice);
            throw failure;
        }
        // There may be nothing left to do because another process did the rest, or that process may be at it still.
        if (notice.isCommitted() || done.filter(Migrated.class::isInstance).isPresent()) {
            tell(target.schema(), notice);
        }
        return done;
    }

    @Override
    public Done migrate(MigrationTarget target, Connection connection) {
        return migrator.migrate(target, connection);
    }

    @Override
    public MigrationOutcome migrateWithin(MigrationTarget target, Connection connection) {
        return migrator.migrateWithin(target, connection);
    }

    @Override
    public void baseline(MigrationTarget target, String version, Connection connection) {
        migrator.baseline(target, version, connection);
    }

    @Override
    public boolean hold(MigrationTarget target, Connection connection) throws SQLException {
        return migrator.hold(target, connection);
    }

    @Override
    public void copyHistory(MigrationTarget from, MigrationTarget to, Connection connection) throws SQLException {
        migrator.copyHistory(from, to, connection);
    }

    @Override
    public SchemaMigrationResult pending(MigrationTarget target) {
        return migrator.pending(target);
    }

    @Override
    public List<PlannedMigration> plan(MigrationTarget target) {
        return migrator.plan(target);
    }

    @Override
    public boolean isBehind(MigrationTarget target) {
        return migrator.isBehind(target);
    }

    @Override
    public List<AlikeTargets> alike(List<MigrationTarget> targets) {
        return migrator.alike(targets);
    }

    @Override
    public List<SchemaName> ofTenants(List<SchemaName> schemas) {
        return migrator.ofTenants(schemas);
    }

    private void tell(SchemaName schema, MigrationNotice notice) {
        here.accept(schema);
        if (!notice.isSent()) {
            tellOthers(schema);
        }
    }

    private void tellOthers(SchemaName schema) {
        try (Connection connection = dataSource.getConnection()) {
            channel.send(new TenantChange.Migrated(schema), connection);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } catch (SQLException | RuntimeException failure) {
            // The schema is migrated all the same, and others find out by themselves, if later.
            String message = "Other nodes could not be told that schema '%s' was migrated: %s"
                    .formatted(schema, failure.getMessage());
            if (hasWarned.getAndSet(true)) {
                logger.debug(message);
            } else {
                logger.warn(message + " Of further ones nothing is said.");
            }
        }
    }
}
