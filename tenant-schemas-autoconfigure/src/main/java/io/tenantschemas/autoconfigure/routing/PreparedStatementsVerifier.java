package io.tenantschemas.autoconfigure.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.postgresql.PGConnection;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.tenantschemas.routing.RoutingDataSource;

/** Makes sure at start-up that the driver prepares nothing in sessions that a pooler gives to others. */
final class PreparedStatementsVerifier implements SmartInitializingSingleton {

    private final Supplier<Map<String, DataSource>> dataSources;

    PreparedStatementsVerifier(Supplier<Map<String, DataSource>> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public void afterSingletonsInstantiated() {
        dataSources.get().forEach(PreparedStatementsVerifier::verify);
    }

    private static void verify(String name, DataSource dataSource) {
        try {
            if (dataSource.isWrapperFor(RoutingDataSource.class)) {
                verifyPool(name, dataSource.unwrap(RoutingDataSource.class).unrouted());
            }
        } catch (SQLException unreachable) {
            throw new IllegalStateException(
                    "It cannot be seen whether data source '%s' prepares statements.".formatted(name), unreachable);
        }
    }

    private static void verifyPool(String name, DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            if (connection.isWrapperFor(PGConnection.class)) {
                int threshold = connection.unwrap(PGConnection.class).getPrepareThreshold();
                if (threshold != 0) {
                    throw new PreparedStatementsException(name, threshold);
                }
            }
        }
    }
}
