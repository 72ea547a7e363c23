package io.tenantschemas.autoconfigure.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.postgresql.PGConnection;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Makes sure at start-up that the driver prepares nothing in sessions that a pooler gives to others. A pool that cannot be
 * asked, because its server is down, stops the start-up as well: nobody would look later.
 */
final class PreparedStatementsVerifier implements SmartInitializingSingleton {

    private final Supplier<Map<String, DataSource>> dataSources;

    PreparedStatementsVerifier(Supplier<Map<String, DataSource>> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public void afterSingletonsInstantiated() {
        RoutedPools.behind(dataSources.get()).forEach(PreparedStatementsVerifier::verify);
    }

    private static void verify(RoutedPool pool) {
        try (Connection connection = pool.dataSource().getConnection()) {
            if (connection.isWrapperFor(PGConnection.class)) {
                verify(pool, connection.unwrap(PGConnection.class).getPrepareThreshold());
            }
        } catch (SQLException unreachable) {
            throw new IllegalStateException(
                    "It cannot be seen whether data source '%s' prepares statements.".formatted(pool.name()),
                    unreachable);
        }
    }

    private static void verify(RoutedPool pool, int threshold) {
        if (threshold != 0) {
            throw new PreparedStatementsException(pool.name(), threshold);
        }
    }
}
