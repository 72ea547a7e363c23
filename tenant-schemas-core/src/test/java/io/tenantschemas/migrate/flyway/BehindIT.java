package io.tenantschemas.migrate.flyway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.tenantschemas.migrate.DatabaseUnreachableException;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Which schemas lack something that an application expects, in the eyes of an old one and of a new one. */
class BehindIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final MigrationTarget ACME = MigrationTarget.tenant(SchemaName.of("acme"));

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private MigrationFiles old;

    private MigrationFiles recent;

    @BeforeEach
    void write(@TempDir Path directory) {
        old = files(directory.resolve("old"));
        recent = files(directory.resolve("recent"));
        jdbc.execute("CREATE SCHEMA acme");
    }

    private static MigrationFiles files(Path directory) {
        return new MigrationFiles(directory)
                .tenant("V1__products.sql", "CREATE TABLE products (name text);")
                .tenant("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT name FROM products;");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private FlywaySchemaMigrator migrator(MigrationFiles files) {
        return new FlywaySchemaMigrator(
                database.dataSource(), files.settings(PUBLIC), getClass().getClassLoader());
    }

    private boolean isBehind(MigrationFiles files) {
        return migrator(files).isBehind(ACME);
    }

    @Test
    void aSchemaThatHasBeenThroughEverythingIsNot() {
        migrator(old).migrate(ACME);
        assertThat(isBehind(old)).isFalse();
    }

    @Test
    void aNewSchemaIsAndStaysAsItWas() {
        assertThat(isBehind(old)).isTrue();
        assertThat(jdbc.queryForList(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'acme'::regnamespace", String.class))
                .isEmpty();
    }

    @Test
    void aSchemaThatDoesNotExistIs() {
        jdbc.execute("DROP SCHEMA acme");
        assertThat(isBehind(old)).isTrue();
    }

    @Test
    void aSchemaOfUnknownOriginIs() {
        jdbc.execute("CREATE TABLE acme.products (name text)");
        assertThat(isBehind(old)).isTrue();
    }

    @Test
    void aSchemaWithoutItsHistoryIs() {
        migrator(old).migrate(ACME);
        jdbc.execute("DROP TABLE acme.flyway_schema_history");
        assertThat(isBehind(old)).isTrue();
    }

    @Test
    void aVersionThatIsLackingIsSeenByTheNewApplicationOnly() {
        migrator(old).migrate(ACME);
        recent.tenant("V2__prices.sql", "ALTER TABLE products ADD price int;");
        assertThat(isBehind(recent)).isTrue();
        assertThat(isBehind(old)).isFalse();
    }

    @Test
    void aSchemaThatANewApplicationMigratedIsGoodForTheOldOne() {
        migrator(old).migrate(ACME);
        recent.tenant("V2__prices.sql", "ALTER TABLE products ADD price int;")
                .tenant("R__prices.sql", "CREATE OR REPLACE VIEW prices AS SELECT price FROM products;");
        migrator(recent).migrate(ACME);
        assertThat(isBehind(old)).isFalse();
        assertThat(isBehind(recent)).isFalse();
    }

    @Test
    void aRepeatableMigrationThatWasChangedIsLackingInTheNewApplicationOnly() {
        migrator(old).migrate(ACME);
        recent.tenant("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT name, 1 AS one FROM products;");
        assertThat(isBehind(recent)).isTrue();
        assertThat(isBehind(old)).isFalse();
    }

    @Test
    void aRepeatableMigrationThatANewApplicationHasRunLacksNothingInTheOldOne() {
        migrator(old).migrate(ACME);
        recent.tenant("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT name, 1 AS one FROM products;");
        migrator(recent).migrate(ACME);
        assertThat(migrator(old).pending(ACME)).isInstanceOf(Pending.class);
        assertThat(isBehind(old)).isFalse();
        assertThat(isBehind(recent)).isFalse();
    }

    @Test
    void aRepeatableMigrationThatRanOnlyAsTheNewApplicationHasItIsLackingInTheOldOne() {
        recent.tenant("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT name, 1 AS one FROM products;");
        migrator(recent).migrate(ACME);
        assertThat(isBehind(old)).isTrue();
    }

    @Test
    void aMigrationThatWasChangedAfterItRanIsLacking() {
        migrator(old).migrate(ACME);
        recent.tenant("V1__products.sql", "CREATE TABLE products (name varchar(100));");
        assertThat(isBehind(recent)).isTrue();
    }

    @Test
    void aMigrationThatFailedHalfWayIsLacking() {
        migrator(old).migrate(ACME);
        recent.tenant("V2__unique.sql", "CREATE UNIQUE INDEX CONCURRENTLY unique_name ON products (name);");
        jdbc.update("INSERT INTO acme.products VALUES ('one'), ('one')");
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator(recent).migrate(ACME));
        assertThat(jdbc.queryForList("SELECT success FROM acme.flyway_schema_history", Boolean.class))
                .contains(false);
        assertThat(isBehind(recent)).isTrue();
        assertThat(isBehind(old)).isFalse();
    }

    @Test
    void aVersionBelowTheLatestThatNeverRanIsLacking() {
        recent.tenant("V3__third.sql", "CREATE TABLE third (id int);");
        migrator(recent).migrate(ACME);
        old.tenant("V2__second.sql", "CREATE TABLE second (id int);");
        assertThat(isBehind(old)).isTrue();
    }

    @Test
    void nobodyKnowsWithoutADatabase() {
        FlywaySchemaMigrator migrator = migrator(old);
        database.close();
        assertThatExceptionOfType(DatabaseUnreachableException.class).isThrownBy(() -> migrator.isBehind(ACME));
    }

    @Test
    void nobodyKnowsWhoMayNotReadTheHistory() {
        migrator(old).migrate(ACME);
        List<String> columns = List.of("version", "checksum");
        columns.forEach(column ->
                jdbc.execute("ALTER TABLE acme.flyway_schema_history RENAME %1$s TO former_%1$s".formatted(column)));
        assertThatExceptionOfType(SchemaMigrationException.class).isThrownBy(() -> isBehind(old));
    }

    @Test
    void whoeverHasLockedTheHistoryKeepsNobodyWaiting() throws SQLException {
        migrator(old).migrate(ACME);
        SingleConnectionDataSource one =
                new SingleConnectionDataSource(database.url(), database.username(), database.password(), true);
        FlywaySchemaMigrator migrator =
                new FlywaySchemaMigrator(one, old.settings(PUBLIC), getClass().getClassLoader());
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            // Who waits all the same is let in then, and the test fails.
            statement.execute("SET idle_in_transaction_session_timeout = '20s'");
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE acme.flyway_schema_history IN ACCESS EXCLUSIVE MODE");
            assertThatExceptionOfType(SchemaMigrationException.class).isThrownBy(() -> migrator.isBehind(ACME));
            other.rollback();
        }
        assertThat(migrator.isBehind(ACME)).isFalse();
        assertThat(new JdbcTemplate(one).queryForObject("SHOW lock_timeout", String.class))
                .isEqualTo("0");
        one.destroy();
    }
}
