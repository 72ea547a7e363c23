package io.tenantschemas.migrate.flyway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.PlannedMigration;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of migrations before they run. */
@Timeout(120)
class MigrationPlanIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final MigrationTarget ACME = MigrationTarget.tenant(SchemaName.of("acme"));

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final HikariDataSource pool = new HikariDataSource();

    private MigrationFiles files;

    @BeforeEach
    void writeMigrations(@TempDir Path directory) {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(3000);
        files = new MigrationFiles(directory)
                .shared("V1__plans.sql", "CREATE TABLE plans (name text);")
                .tenant("V1__products.sql", "CREATE TABLE products (name text);");
        jdbc.execute("CREATE SCHEMA acme");
    }

    @AfterEach
    void close() {
        pool.close();
        database.close();
    }

    @Test
    void isTheTextThatFlywayRuns() {
        files.tenant("V2__places.sql", """
                        -- of ${tenant}
                        CREATE TABLE places AS
                        SELECT '${tenant} ${public} ${flyway:defaultSchema} ${flyway:database}' AS text,
                            '${flyway:table} ${flyway:filename} ${flyway:environment} ${flyway:workingDirectory}' AS more,
                            '${flyway:user}' AS user_name;
                        """)
                .tenant("V3__copied.sql", "COPY products FROM STDIN;\nanvil\n\\.\n")
                .tenant("V4__literally.sql", "INSERT INTO products VALUES ('${tenant}');")
                .tenant("V4__literally.sql.conf", "placeholderReplacement=false")
                .tenant("V5__index.sql", "CREATE INDEX CONCURRENTLY products_name ON products (name);");
        List<PlannedMigration> plan = migrator().plan(ACME);
        assertThat(plan)
                .extracting(planned -> planned.migration().script() + " " + planned.kind() + " "
                        + planned.migration().transactional())
                .containsExactly(
                        "V1__products.sql SQL true",
                        "V2__places.sql SQL true",
                        "V3__copied.sql SQL true",
                        "V4__literally.sql SQL true",
                        "V5__index.sql SQL false",
                        getClass().getName() + "$V6__Fill JDBC true");
        assertThat(plan.get(2).sql()).isEqualTo("COPY products FROM STDIN;\nanvil\n\\.\n");
        assertThat(plan.get(3).sql()).isEqualTo("INSERT INTO products VALUES ('${tenant}');");
        assertThat(plan.get(5).sql()).isNull();

        migrator().migrate(ACME);
        Map<String, Object> run = jdbc.queryForMap("SELECT * FROM acme.places");
        assertThat(plan.get(1).sql())
                .contains("-- of acme")
                .contains("'" + run.get("text") + "'", "'" + run.get("more") + "'", "'" + run.get("user_name") + "'");
        assertThat(migrator().plan(ACME)).isEmpty();
    }

    @Test
    void changesNothingAndWaitsForNobody() throws SQLException {
        MigrationTarget shared = MigrationTarget.shared(PUBLIC);
        List<String> before = wholeCatalogue();
        assertThat(migrator().plan(shared)).hasSize(1);
        assertThat(migrator().plan(ACME)).hasSize(2);
        assertThat(wholeCatalogue()).isEqualTo(before);

        migrator().migrate(ACME);
        files.tenant("V7__prices.sql", "ALTER TABLE products ADD COLUMN price int;");
        before = wholeCatalogue();
        try (Connection other = database.dataSource().getConnection();
                SchemaLock lock = SchemaLock.take(ACME.schema(), other, false).orElseThrow()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("LOCK TABLE acme.products IN ACCESS EXCLUSIVE MODE");
            }
            assertThat(migrator().plan(ACME))
                    .extracting(PlannedMigration::sql)
                    .containsExactly("ALTER TABLE products ADD COLUMN price int;");
            other.rollback();
            other.setAutoCommit(true);
        }
        assertThat(wholeCatalogue()).isEqualTo(before);
    }

    /** Returns a line for each row that was ever written: another as soon as it is written again. */
    private List<String> wholeCatalogue() {
        return jdbc.queryForList(
                "SELECT 'class ' || oid || ' ' || xmin FROM pg_class WHERE relnamespace <> 'pg_toast'::regnamespace"
                        + " UNION ALL SELECT 'schema ' || oid || ' ' || xmin FROM pg_namespace"
                        + " UNION ALL SELECT 'attribute ' || attrelid || ' ' || attnum || ' ' || xmin FROM pg_attribute"
                        + " ORDER BY 1",
                String.class);
    }

    private FlywaySchemaMigrator migrator() {
        FlywaySettings plain = files.settings(PUBLIC);
        FlywaySettings settings = new FlywaySettings(
                PUBLIC,
                List.of(),
                plain.sharedLocations(),
                plain.tenantLocations(),
                List.of(),
                List.of(new V6__Fill()),
                List.of(),
                true,
                Duration.ZERO,
                Map.of());
        return new FlywaySchemaMigrator(pool, settings, getClass().getClassLoader());
    }

    /** A migration whose SQL nobody knows before it runs. */
    static final class V6__Fill extends BaseJavaMigration {

        @Override
        public void migrate(Context context) throws Exception {
            try (Statement statement = context.getConnection().createStatement()) {
                statement.execute("INSERT INTO products VALUES ('filled')");
            }
        }
    }
}
