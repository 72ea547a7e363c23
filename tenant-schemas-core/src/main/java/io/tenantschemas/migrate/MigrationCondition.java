package io.tenantschemas.migrate;

import java.sql.Connection;
import java.sql.SQLException;

/** Whether a schema is still to be migrated, asked when nobody else can migrate it or drop it as one that was begun. */
@FunctionalInterface
public interface MigrationCondition {

    /**
     * Returns whether the schema is to be migrated.
     *
     * @param connection the connection that migrates it, which points anywhere
     * @throws SQLException if the database refused the question
     */
    boolean holds(Connection connection) throws SQLException;
}
