package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.SQLException;

import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.migrate.MigrationOutcome;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.provision.SchemaBuilder;
import io.tenantschemas.tenant.SchemaName;

/**
 * Builds schemas by migrating them, and looks at them before anybody uses them.
 *
 * @param migrator what migrates
 * @param check what refuses a schema that would read shared tables by mistake
 */
record MigratingSchemaBuilder(SchemaMigrator migrator, FallThroughCheck check) implements SchemaBuilder {

    @Override
    public boolean build(SchemaName schema, Connection connection) throws SQLException {
        MigrationOutcome outcome = migrator.migrateWithin(MigrationTarget.tenant(schema), connection);
        check.check(schema, connection);
        return outcome.leavesNothing();
    }

    @Override
    public void baseline(SchemaName schema, String version, Connection connection) {
        migrator.baseline(MigrationTarget.tenant(schema), version, connection);
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
