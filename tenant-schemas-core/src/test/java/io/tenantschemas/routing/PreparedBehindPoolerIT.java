package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.testdatabase.PgBouncer;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tenants whose tables differ by a migration, through a pooler that keeps prepared statements and has one session for all.
 * Older distributions have none that does, so this is skipped there.
 */
class PreparedBehindPoolerIT {

    private static PoolOfOne tenants;

    private static PgBouncer pooler;

    @BeforeAll
    static void start() {
        assumeThat(PgBouncer.keepsPreparedStatements())
                .as("PgBouncer is installed and keeps prepared statements")
                .isTrue();
        tenants = new PoolOfOne();
        tenants.jdbc().execute("""
                CREATE TABLE acme.item (id int, name text);
                INSERT INTO acme.item VALUES (1, 'of acme');
                CREATE TABLE globex.item (id bigint, name varchar(50), price numeric);
                INSERT INTO globex.item VALUES (1, 'of globex', 1.5);
                """);
        pooler = PgBouncer.before(tenants.database(), 1);
    }

    @AfterAll
    static void stop() {
        if (pooler != null) {
            pooler.close();
            tenants.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesTurns(boolean autoCommit) throws SQLException {
        HikariDataSource pool = tenants.pool(autoCommit);
        pool.setJdbcUrl(pooler.url() + "?prepareThreshold=2");
        // PgBouncer refuses options of the session.
        pool.getDataSourceProperties().remove("options");
        RoutingDataSource dataSource = tenants.routedByTransaction(pool);

        for (int turn = 0; turn < 5; turn++) {
            assertReads(ACME, dataSource);
            assertReads(GLOBEX, dataSource);
        }
        assertThat(PoolOfOne.query(
                        ACME,
                        dataSource,
                        "SELECT count(*) > 1 FROM pg_prepared_statements WHERE statement LIKE 'SELECT * FROM item%'"))
                .isEqualTo("t");
    }

    private static void assertReads(Tenant tenant, RoutingDataSource dataSource) throws SQLException {
        for (String sql : List.of("SELECT * FROM item WHERE id = ?", "SELECT * FROM item WHERE id = ?; ")) {
            String name = in(tenant, dataSource, connection -> read(connection, sql));
            assertThat(name).isEqualTo("of " + tenant.schema());
        }
    }

    private static String read(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, 1);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString("name");
            }
        }
    }
}
