package io.tenantschemas.migrate.flyway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PgBouncer;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Migrates through a real pooler in transaction mode, with one connection to the server. */
class PoolerMigratorIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final MigrationTarget SHARED = MigrationTarget.shared(PUBLIC);

    private static final MigrationTarget ACME = MigrationTarget.tenant(SchemaName.of("acme"));

    private static final MigrationTarget GLOBEX = MigrationTarget.tenant(SchemaName.of("globex"));

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final PgBouncer pooler = PgBouncer.before(database, 1);

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final JdbcTemplate pooled = new JdbcTemplate(throughPooler());

    private MigrationFiles files;

    @BeforeAll
    static void requirePooler() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(PgBouncer.isInstalled()).as("PgBouncer is installed").isTrue();
        }
    }

    @BeforeEach
    void writeMigrations(@TempDir Path directory) {
        files = new MigrationFiles(directory)
                .shared("V1__plans.sql", "CREATE TABLE ${public}.plans (name text);")
                .tenant("V1__products.sql", "CREATE TABLE products (name text);")
                .tenant("V2__orders.sql", "CREATE TABLE orders (id int);\nINSERT INTO products VALUES ('${tenant}');");
        jdbc.execute("CREATE SCHEMA acme");
        jdbc.execute("CREATE SCHEMA globex");
    }

    @AfterEach
    void close() {
        pooler.close();
        database.close();
    }

    @Test
    void migratesEachSchemaInItsTurn() {
        FlywaySchemaMigrator migrator = migrator();

        assertThat(migrator.migrate(SHARED)).isInstanceOf(Migrated.class);
        assertThat(migrator.migrate(ACME)).isInstanceOf(Migrated.class);
        assertThat(migrator.migrate(GLOBEX)).isInstanceOf(Migrated.class);

        assertThat(jdbc.queryForObject("SELECT name FROM acme.products", String.class))
                .isEqualTo("acme");
        assertThat(jdbc.queryForObject("SELECT name FROM globex.products", String.class))
                .isEqualTo("globex");
        assertThat(migrator.migrate(ACME)).isEqualTo(new UpToDate(ACME, "2"));
    }

    @Test
    void leavesNoSearchPathBehindForOthers() {
        String before = pooled.queryForObject("SHOW search_path", String.class);

        migrator().pending(ACME);
        assertThat(pooled.queryForObject("SHOW search_path", String.class)).isEqualTo(before);
        migrator().migrate(ACME);
        assertThat(pooled.queryForObject("SHOW search_path", String.class)).isEqualTo(before);
    }

    @Test
    void leavesNothingOfOneTenantsMigrationsToTheNext() {
        files.tenant(
                "V3__summary.sql",
                "CREATE TEMP TABLE IF NOT EXISTS t AS SELECT '${tenant}' AS name;\n"
                        + "CREATE TABLE summary AS SELECT * FROM t;\nSET session_replication_role = replica;");
        migrator().migrate(ACME);
        migrator().migrate(GLOBEX);

        assertThat(jdbc.queryForObject("SELECT name FROM globex.summary", String.class))
                .isEqualTo("globex");
        assertThat(pooled.queryForObject("SHOW session_replication_role", String.class))
                .isEqualTo("origin");
        assertThat(pooled.queryForObject("SELECT to_regclass('pg_temp.t')", String.class))
                .isNull();
    }

    @Test
    void leavesNoLockBehind() {
        migrator().migrate(ACME);

        assertThat(jdbc.queryForObject("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'", int.class))
                .isZero();
    }

    @Test
    void leavesASchemaAloneThatAnotherProgramsFlywayIsAt() throws SQLException {
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("SELECT pg_advisory_xact_lock(" + MigrationSql.lock(ACME) + ")");
            }
            assertThat(migrator().tryMigrate(ACME, new MigrationStop())).isEmpty();
            assertThat(migrator().tryMigrate(GLOBEX, new MigrationStop())).isPresent();
            other.rollback();
        }
        assertThat(migrator().tryMigrate(ACME, new MigrationStop())).isPresent();
    }

    @Test
    void listsWhatIsPending() {
        assertThat(migrator().pending(ACME))
                .isInstanceOfSatisfying(
                        Pending.class,
                        pending -> assertThat(pending.migrations()).hasSize(2));
        assertThat(jdbc.queryForList("SELECT tablename::text FROM pg_tables WHERE schemaname = 'acme'", String.class))
                .isEmpty();
    }

    @Test
    void knowsWhoIsBehindAndLeavesNothingOfThatToOthers() {
        assertThat(migrator().isBehind(ACME)).isTrue();
        migrator().migrate(ACME);
        assertThat(migrator().isBehind(ACME)).isFalse();
        assertThat(pooled.queryForObject("SHOW lock_timeout", String.class)).isEqualTo("0");
    }

    @Test
    void takesAllBackWhenOneFails() {
        files.tenant("V3__broken.sql", "INSERT INTO nowhere VALUES (1);");

        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator().migrate(ACME))
                .withMessageContaining("V3__broken.sql");
        assertThat(jdbc.queryForList("SELECT tablename::text FROM pg_tables WHERE schemaname = 'acme'", String.class))
                .isEmpty();
    }

    @Test
    void saysHowAMigrationRunsThatNeedsTheServerItself() {
        files.tenant("V3__index.sql", "CREATE INDEX CONCURRENTLY orders_id ON orders (id);");

        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator().migrate(ACME))
                .withMessageContaining("V3__index.sql")
                .withMessageContaining("tenant-schemas.routing.scope=session");
    }

    private FlywaySchemaMigrator migrator() {
        return new FlywaySchemaMigrator(
                throughPooler(),
                files.settings(PUBLIC),
                getClass().getClassLoader(),
                true,
                (pool, connection) -> false,
                null);
    }

    private PGSimpleDataSource throughPooler() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(pooler.url());
        dataSource.setUser(database.username());
        dataSource.setPassword(database.password());
        dataSource.setPrepareThreshold(0);
        return dataSource;
    }
}
