package io.tenantschemas.migrate;

import java.sql.Connection;

import io.tenantschemas.migrate.SchemaMigrationResult.Done;

/** Refuses whatever it is asked for, for tests in which one thing is. */
public abstract class RefusingMigrator implements SchemaMigrator {

    @Override
    public Done migrate(MigrationTarget target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Done migrate(MigrationTarget target, Connection connection) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SchemaMigrationResult pending(MigrationTarget target) {
        throw new UnsupportedOperationException();
    }
}
