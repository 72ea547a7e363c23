package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.migrate.MigrationCondition;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TenantTableDdl;
import io.tenantschemas.registry.TypeColumn;
import io.tenantschemas.routing.ConnectionRouter;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What others do between the parts in which a tenant is made, whose schema has one table, named after its type. */
class WaitingTenantsIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final TenantTable TABLE = new TenantTable(
            PUBLIC, "client", Optional.of(TypeColumn.of("plan", Set.of(TypeName.of("basic"), TypeName.of("premium")))));

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate psql = new JdbcTemplate(database.dataSource());

    private final RoutingDataSource dataSource = new RoutingDataSource(
            database.dataSource(), new ConnectionRouter(new SearchPaths(PUBLIC, List.of())), false);

    private final List<String> filled = new ArrayList<>();

    /** What happens once the tables are there, and nobody is in service yet. */
    private Runnable meanwhile = () -> {};

    private final WaitingTenants waiting = waiting();

    /** Makes tables by itself, as it has to with migrations that cannot run in a transaction. */
    private final class Builder implements SchemaBuilder {

        @Override
        public boolean build(Tenant tenant, Connection connection) throws SQLException {
            if (psql.queryForList(
                            "SELECT FROM pg_namespace WHERE nspname = ?",
                            tenant.schema().value())
                    .isEmpty()) {
                throw new NonTransactionalMigrationException(
                        MigrationTarget.of(tenant), List.of("V1__concurrently.sql"), null);
            }
            make(tenant, connection);
            return true;
        }

        @Override
        public boolean buildByItself(Tenant tenant, MigrationStop stop, MigrationCondition condition) {
            try (Connection connection = database.dataSource().getConnection()) {
                if (!condition.holds(connection)) {
                    return false;
                }
                make(tenant, connection);
            } catch (SQLException refused) {
                throw new ProvisioningFailedException(refused);
            }
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
            return true;
        }

        private void make(Tenant tenant, Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS "
                        + tenant.schema().qualify(tenant.type().orElseThrow().value()) + " (id int)");
            }
        }
    }

    private WaitingTenants waiting() {
        SchemaProvisioner schemas = new SchemaProvisioner(
                dataSource,
                new Builder(),
                () -> new JdbcTransactionManager(dataSource),
                () -> Stream.of(tenant -> filled.add(
                        TenantContext.currentSchema() + " " + tenant.type().orElseThrow())));
        TenantLifecycle lifecycle = new ProvisioningLifecycle(
                schemas, TABLE, new TenantChangePublisher(Stream::of), event -> {}, false, ProvisioningMode.ASYNC);
        return new WaitingTenants(
                dataSource,
                new ProvisioningTransaction(dataSource, () -> null, lifecycle),
                schemas,
                TABLE,
                lifecycle,
                new ProvisioningAttempts(3, Duration.ofMillis(1), Duration.ofMillis(1)));
    }

    @BeforeEach
    void signUp() {
        TenantTableDdl ddl = new TenantTableDdl(TABLE);
        ddl.all().forEach(psql::execute);
        psql.execute(ddl.createProvisioningTable());
        psql.update("INSERT INTO client (schema_name, status, plan) VALUES ('acme', 'PROVISIONING', 'basic')");
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private String status() {
        return String.valueOf(psql.queryForObject("SELECT status FROM client", String.class));
    }

    private List<String> tables() {
        return psql.queryForList(
                "SELECT relname FROM pg_class WHERE relnamespace = 'acme'::regnamespace ORDER BY 1", String.class);
    }

    private void next() {
        // Its turn comes at once, whatever was waited for.
        psql.update("UPDATE tenant_provisioning SET next_attempt_at = '-infinity'");
        assertThat(waiting.runNext(new MigrationStop())).isTrue();
    }

    @Test
    void makesATenantInParts() {
        next();
        assertThat(status()).isEqualTo("ACTIVE");
        assertThat(tables()).containsExactly("basic");
        assertThat(filled).containsExactly("acme basic");
        assertThat(waiting.runNext(new MigrationStop())).isFalse();
    }

    @Test
    void beginsAnewWhereTheTypeIsAnotherMeanwhile() {
        meanwhile = () -> psql.update("UPDATE client SET plan = 'premium'");
        next();
        assertThat(status()).isEqualTo("PROVISIONING");
        assertThat(filled).isEmpty();
        next();
        assertThat(status()).isEqualTo("ACTIVE");
        assertThat(tables()).containsExactly("premium");
        assertThat(filled).containsExactly("acme premium");
    }

    @Test
    void leavesASchemaThatIsNotTheOneThatWasMadeForIt() {
        meanwhile = () -> {
            psql.execute("ALTER SCHEMA acme RENAME TO former");
            psql.execute("CREATE SCHEMA acme CREATE TABLE precious (id int)");
        };
        next();
        assertThat(status()).isEqualTo("PROVISIONING");
        assertThat(psql.queryForObject("SELECT attempts FROM tenant_provisioning", Integer.class))
                .isZero();
        next();
        assertThat(status()).isEqualTo("FAILED");
        assertThat(tables()).containsExactly("precious");
        assertThat(filled).isEmpty();
    }

    @Test
    void leavesASchemaThatAnotherAttemptHasBegunAnew() {
        meanwhile = () -> {
            psql.execute("DROP SCHEMA acme CASCADE");
            psql.execute("CREATE SCHEMA acme");
            psql.update("UPDATE tenant_provisioning SET attempts = attempts + 1, schema_oid = 'acme'::regnamespace");
        };
        next();
        assertThat(status()).isEqualTo("PROVISIONING");
        assertThat(tables()).isEmpty();
        assertThat(filled).isEmpty();
    }

    @Test
    void leavesATenantAloneWhoIsGoneOrMadeMeanwhile() {
        meanwhile = () -> psql.update("UPDATE client SET status = 'ACTIVE'");
        next();
        assertThat(filled).isEmpty();
        assertThat(status()).isEqualTo("ACTIVE");
    }
}
