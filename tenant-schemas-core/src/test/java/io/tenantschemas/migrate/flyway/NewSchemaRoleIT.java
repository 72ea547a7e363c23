package io.tenantschemas.migrate.flyway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.role.SharedPrivileges;
import io.tenantschemas.role.TenantRoles;
import io.tenantschemas.schema.Catalogue;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.LimitedUser;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** New schemas that belong to roles, as whom they are migrated. */
class NewSchemaRoleIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final LimitedUser user = LimitedUser.of(database);

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final TenantRoles roles = new TenantRoles(new SharedPrivileges(null, List.of(PUBLIC), Set.of()));

    @AfterEach
    void close() {
        user.close();
    }

    @Test
    void areTheSameAsByFlywayAndBelongToTheirRoles(@TempDir Path directory) throws SQLException {
        MigrationFiles files = new MigrationFiles(directory)
                .tenant("V1__products.sql", "CREATE TABLE products (id serial PRIMARY KEY, name text);")
                .tenant("V2__who.sql", "CREATE TABLE who AS SELECT current_user::text AS name;");
        String byFlyway = make("by_flyway", migrator(files, false));
        FlywaySchemaMigrator direct = migrator(files, true);
        make("first", direct);
        String second = make("second", direct);

        assertThat(Catalogue.of(second, jdbc)).isEqualTo(Catalogue.of(byFlyway, jdbc));
        assertThat(jdbc.queryForList(
                        "SELECT DISTINCT installed_by FROM %s.flyway_schema_history".formatted(second), String.class))
                .containsExactly(second);
        assertThat(jdbc.queryForList(
                        "SELECT DISTINCT installed_by FROM %s.flyway_schema_history".formatted(byFlyway), String.class))
                .containsExactly(byFlyway);
        assertThat(jdbc.queryForObject("SELECT name FROM %s.who".formatted(second), String.class))
                .isEqualTo(second);
        assertThat(jdbc.queryForList(
                        "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = ?", String.class, second))
                .containsExactly(second);
    }

    private FlywaySchemaMigrator migrator(MigrationFiles files, boolean direct) {
        FlywaySettings plain = files.settings(PUBLIC);
        FlywaySettings settings = new FlywaySettings(
                PUBLIC,
                List.of(),
                plain.sharedLocations(),
                plain.tenantLocations(),
                List.of(),
                List.of(),
                List.of(),
                direct,
                plain.lockTimeout(),
                Map.of());
        return new FlywaySchemaMigrator(
                user.dataSource(), settings, getClass().getClassLoader(), false, (pool, connection) -> false, roles);
    }

    private String make(String name, FlywaySchemaMigrator migrator) throws SQLException {
        SchemaName schema = SchemaName.of(database.name() + "_" + name);
        try (Connection connection = user.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            roles.create(schema, connection);
            migrator.migrate(MigrationTarget.tenant(schema), connection);
            assertThat(new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                            .queryForObject("SELECT current_user", String.class))
                    .isEqualTo(user.name());
            connection.commit();
        }
        return schema.value();
    }
}
