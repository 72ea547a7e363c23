package io.tenantschemas.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.migrate.flyway.FlywaySchemaMigrator;
import io.tenantschemas.migrate.flyway.FlywaySettings;
import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** A run over tenants of whom some are a version behind the others. */
class MixedVersionsIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final List<String> BEHIND = List.of("old_1", "old_2", "old_3", "old_4", "old_5", "old_6");

    private static final List<String> AHEAD = List.of("new_1", "new_2", "new_3", "new_4", "new_5", "new_6");

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final HikariDataSource pool = new HikariDataSource();

    private StatementCounter counter;

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @BeforeEach
    void fillPool() throws SQLException {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(1);
        counter = new StatementCounter(pool);
    }

    @AfterEach
    void close() {
        pool.close();
        database.close();
    }

    @Test
    void takesNoMoreStatementsWhenTheyTakeTurns() throws IOException {
        assertThat(statements(
                        "old_1", "new_1", "old_2", "new_2", "old_3", "new_3", "old_4", "new_4", "old_5", "new_5",
                        "old_6", "new_6"))
                .isEqualTo(statements(
                        "old_1", "old_2", "old_3", "old_4", "old_5", "old_6", "new_1", "new_2", "new_3", "new_4",
                        "new_5", "new_6"));
    }

    private int statements(String... tenants) throws IOException {
        jdbc.execute("DROP SCHEMA IF EXISTS " + String.join(", ", tenants) + " CASCADE");
        for (String tenant : tenants) {
            jdbc.execute("CREATE SCHEMA " + tenant);
        }
        Files.createDirectories(directory.resolve("tenant"));
        Files.deleteIfExists(directory.resolve("tenant/V3__c.sql"));
        write("V1__a.sql", "CREATE TABLE a (id int);");
        write("V2__b.sql", "CREATE TABLE b (id int);");
        BEHIND.forEach(tenant -> migrator().migrate(target(tenant).upTo("1")));
        AHEAD.forEach(tenant -> migrator().migrate(target(tenant)));
        write("V3__c.sql", "CREATE TABLE c (id int);");

        int before = counter.executed();
        MigrationReport report = new TenantMigrator(new FixedTenants(tenants), PUBLIC, migrator(), tenant -> {})
                .migrate(MigrationRequest.tenants().withParallelism(1));
        assertThat(report.migrated()).hasSize(tenants.length);
        return counter.executed() - before;
    }

    private FlywaySchemaMigrator migrator() {
        return new FlywaySchemaMigrator(
                counter.dataSource(),
                FlywaySettings.of(
                        PUBLIC,
                        List.of("filesystem:" + directory.resolve("shared")),
                        List.of("filesystem:" + directory.resolve("tenant"))),
                getClass().getClassLoader());
    }

    private static MigrationTarget target(String tenant) {
        return MigrationTarget.tenant(SchemaName.of(tenant));
    }

    private void write(String file, String sql) throws IOException {
        Files.writeString(directory.resolve("tenant").resolve(file), sql);
    }
}
