package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Takes a connection out of its pool whose session nobody is to get after migrations ran in it. */
@FunctionalInterface
public interface ConnectionDisposal {

    /**
     * Closes {@code connection}, so that {@code pool} does not hand it out again.
     *
     * @return whether it was done; {@code false} when this does not know that kind of pool
     * @throws SQLException if it could not be done
     */
    boolean dispose(DataSource pool, Connection connection) throws SQLException;
}
