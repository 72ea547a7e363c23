package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.SQLException;

import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.migrate.MigrationCondition;
import io.tenantschemas.migrate.MigrationOutcome;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.provision.SchemaBuilder;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * Builds schemas by migrating them, and looks at them before anybody uses them.
 *
 * @param migrator what migrates
 * @param check what refuses a schema that would read shared tables by mistake
 */
record MigratingSchemaBuilder(SchemaMigrator migrator, FallThroughCheck check) implements SchemaBuilder {

    @Override
    public boolean build(Tenant tenant, Connection connection) throws SQLException {
        MigrationOutcome outcome = migrator.migrateWithin(MigrationTarget.of(tenant), connection);
        check.check(tenant.schema(), connection);
        return outcome.leavesNothing();
    }

    @Override
    public boolean buildByItself(Tenant tenant, MigrationStop stop, MigrationCondition condition) {
        return migrator.tryMigrate(MigrationTarget.of(tenant), stop, condition).isPresent();
    }

    @Override
    public boolean isBuilt(Tenant tenant, Connection connection) {
        // Asked on a connection of the migrator's own: the user of this one may have no rights to the history.
        if (migrator.isBehind(MigrationTarget.of(tenant))) {
            return false;
        }
        check.check(tenant.schema(), connection);
        return true;
    }

    @Override
    public void baseline(Tenant tenant, String version, Connection connection) {
        migrator.baseline(MigrationTarget.of(tenant), version, connection);
    }

    @Override
    public boolean hold(SchemaName schema, Connection connection) throws SQLException {
        return migrator.hold(MigrationTarget.tenant(schema), connection);
    }

    @Override
    public void inherit(SchemaName from, SchemaName to, Connection connection) throws SQLException {
        migrator.copyHistory(MigrationTarget.tenant(from), MigrationTarget.tenant(to), connection);
    }
}
