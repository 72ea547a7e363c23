package io.tenantschemas.autoconfigure.role;

import java.util.List;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.provision.LargeSchema;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.inspect.Repair;
import io.tenantschemas.inspect.SchemaInspection;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.provision.NameTakenException;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.SchemaExistsException;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.role.MissingRolePrivilegeException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.LimitedUser;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** An application whose tenants have roles, and whose user may just do what that takes. */
class RolesIT {

    private static TestDatabase database;

    private static LimitedUser user;

    private static RunningApplication application;

    private static JdbcTemplate jdbc;

    private static JdbcTemplate superuser;

    @BeforeAll
    static void start() {
        database = PostgresServer.forTests().createDatabase();
        user = LimitedUser.of(database);
        superuser = new JdbcTemplate(database.dataSource());
        application = RunningApplication.start(
                database,
                ClientApplication.class,
                WebApplicationType.SERVLET,
                properties("spring.datasource.hikari.maximum-pool-size=1"));
        jdbc = application.bean(JdbcTemplate.class);
        signUp("acme");
        signUp("globex");
    }

    private static String[] properties(String... others) {
        return List.of(
                        List.of(
                                "spring.datasource.username=" + user.name(),
                                "spring.datasource.password=" + user.password(),
                                "spring.datasource.hikari.connection-timeout=2000",
                                "tenant-schemas.routing.strategy=role"),
                        List.of(others))
                .stream()
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    @AfterAll
    static void stop() {
        application.context().close();
        user.close();
    }

    /** Names of roles are the server's, so they begin like the database's. */
    private static String schema(String name) {
        return database.name() + "_" + name;
    }

    private static String host(String name) {
        return name + ".example.com";
    }

    private static Client signUp(String name) {
        return application.bean(ClientRepository.class).save(new Client(schema(name), host(name), name));
    }

    private static List<String> in(String name, String sql) {
        return application.bean(TenantTemplate.class).execute(schema(name), () -> jdbc.queryForList(sql, String.class));
    }

    private static void run(String name, String sql) {
        application.bean(TenantTemplate.class).executeWithoutResult(schema(name), () -> jdbc.execute(sql));
    }

    private static List<String> ownersOf(String schema) {
        return superuser.queryForList(
                "SELECT DISTINCT pg_get_userbyid(owner) FROM (SELECT nspowner AS owner FROM pg_namespace WHERE nspname = ?"
                        + " UNION ALL SELECT relowner FROM pg_class WHERE relnamespace = to_regnamespace(?)) o",
                String.class,
                schema,
                schema);
    }

    @Test
    void makesASchemaThatBelongsToItsRoleWithAllThatIsInIt() {
        assertThat(ownersOf(schema("acme"))).containsExactly(schema("acme"));
    }

    @Test
    void servesEachTenantItsRows() {
        application.post(host("acme"), "/notes", "from acme");
        application.post(host("globex"), "/notes", "from globex");

        assertThat(application.get(host("acme"), "/notes").body()).isEqualTo("[\"from acme\"]");
        assertThat(application.get(host("globex"), "/notes").body()).isEqualTo("[\"from globex\"]");
        assertThat(application.get(host("acme"), "/tenant").body()).isEqualTo(schema("acme") + " acme");
        assertThat(in("globex", "SELECT current_user::text")).containsExactly(schema("globex"));
    }

    @Test
    void refusesSqlThatNamesAnotherTenantsTable() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> in("acme", "SELECT text FROM %s.note".formatted(schema("globex"))))
                .withStackTraceContaining("permission denied for schema " + schema("globex"));
    }

    @Test
    void refusesTenantsTablesToWorkForNoTenant() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> jdbc.queryForList("SELECT text FROM %s.note".formatted(schema("acme"))))
                .withStackTraceContaining("permission denied for schema " + schema("acme"));
    }

    @Test
    void migratesTenantsAsTheirRoles() {
        superuser.execute("DELETE FROM %1$s.flyway_schema_history; DROP TABLE %1$s.note".formatted(schema("globex")));
        try {
            assertThat(application
                            .bean(TenantMigrator.class)
                            .migrate(MigrationRequest.all())
                            .failed())
                    .isEmpty();
            assertThat(ownersOf(schema("globex"))).containsExactly(schema("globex"));
            assertThat(in("globex", "SELECT current_user::text")).containsExactly(schema("globex"));
        } finally {
            assertThat(jdbc.queryForObject("SELECT current_user::text", String.class))
                    .isEqualTo(user.name());
        }
    }

    @Test
    void isTheUserAgainAfterAMigrationFailed() {
        TenantMigrator migrator = application.bean(TenantMigrator.class);
        superuser.execute(
                "CREATE TABLE %1$s.kept AS SELECT * FROM %1$s.flyway_schema_history".formatted(schema("globex")));
        superuser.execute("DELETE FROM %s.flyway_schema_history".formatted(schema("globex")));
        try {
            assertThat(migrator.migrate(MigrationRequest.all()).failed()).hasSize(1);

            assertThat(jdbc.queryForObject("SELECT current_user::text", String.class))
                    .isEqualTo(user.name());
            assertThat(in("acme", "SELECT current_user::text")).containsExactly(schema("acme"));
        } finally {
            superuser.execute("INSERT INTO %1$s.flyway_schema_history SELECT * FROM %1$s.kept; DROP TABLE %1$s.kept"
                    .formatted(schema("globex")));
        }
        assertThat(migrator.migrate(MigrationRequest.all()).isComplete()).isTrue();
    }

    @Test
    void makesASchemaThatIsMissingWithItsRole() {
        signUp("lost");
        superuser.execute("DROP SCHEMA %1$s CASCADE; DROP ROLE %1$s".formatted(schema("lost")));

        assertThat(repair("lost")).singleElement().isInstanceOf(Repair.Done.class);
        assertThat(ownersOf(schema("lost"))).containsExactly(schema("lost"));
        assertThat(in("lost", "SELECT text FROM note")).isEmpty();
    }

    @Test
    void buildsAnIndexAnewAsTheRoleToWhichItBelongs() {
        signUp("indexed");
        superuser.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%s.note_pkey'::regclass"
                .formatted(schema("indexed")));

        assertThat(repair("indexed")).singleElement().isInstanceOf(Repair.Done.class);
        assertThat(superuser.queryForObject(
                        "SELECT indisvalid FROM pg_index WHERE indexrelid = '%s.note_pkey'::regclass"
                                .formatted(schema("indexed")),
                        Boolean.class))
                .isTrue();
        assertThat(ownersOf(schema("indexed"))).containsExactly(schema("indexed"));
        assertThat(jdbc.queryForObject("SELECT current_user::text", String.class))
                .isEqualTo(user.name());
        assertThat(jdbc.queryForObject("SHOW lock_timeout", String.class)).isEqualTo("0");
    }

    private static List<Repair> repair(String name) {
        SchemaInspection inspection = application.bean(SchemaInspection.class);
        return inspection.repair(inspection.inspect(List.of(SchemaName.of(schema(name)))));
    }

    @Test
    void neitherCopiesNorAdoptsSchemasThatBelongToRoles() {
        TenantProvisioner provisioner = application.bean(TenantProvisioner.class);
        NewTenant found = NewTenant.of(schema("found"), host("found"))
                .with("name", "found")
                .with("on_trial", true)
                .with("created_on", "2026-11-30");
        superuser.execute("CREATE SCHEMA " + found.schema());
        try {
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> provisioner.adopt(found))
                    .withMessageContaining("strategy role");
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(
                            () -> provisioner.copy(schema("acme"), NewTenant.of(schema("copy"), host("copy")), true))
                    .withMessageContaining("strategy role");
        } finally {
            superuser.execute("DROP SCHEMA " + found.schema());
        }
        assertThat(jdbc.queryForList("SELECT schema_name FROM client", String.class))
                .doesNotContain(schema("found"), schema("copy"));
    }

    @Test
    void takesTheNameOfAnyRoleForTaken() {
        superuser.execute("CREATE ROLE " + schema("operator"));

        assertThatExceptionOfType(SchemaExistsException.class)
                .isThrownBy(() -> signUp("operator"))
                .withMessageContaining("a role of that name");
        assertThat(superuser.queryForList("SELECT FROM client WHERE schema_name = ?", schema("operator")))
                .isEmpty();
        assertThatExceptionOfType(NameTakenException.class)
                .isThrownBy(() -> application.bean(TenantProvisioner.class).rename(schema("acme"), schema("operator")));
        assertThatExceptionOfType(SchemaExistsException.class)
                .isThrownBy(() ->
                        application.bean(ClientRepository.class).save(new Client("none", "none.example.com", "None")));
    }

    @Test
    void leavesNothingOfASignUpThatIsRolledBack() throws Exception {
        new TransactionTemplate(application.bean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            signUp("undecided");
            status.setRollbackOnly();
        });

        assertThat(user.roles()).doesNotContain(schema("undecided"));
        signUp("undecided");
        assertThat(user.roles()).contains(schema("undecided"));
    }

    @Test
    void renamesAndDropsTheRoleWithTheTenant() throws Exception {
        signUp("young");
        run("young", "INSERT INTO note (text) VALUES ('kept')");
        TenantProvisioner provisioner = application.bean(TenantProvisioner.class);

        provisioner.rename(schema("young"), schema("old"));
        assertThat(user.roles()).contains(schema("old")).doesNotContain(schema("young"));
        assertThat(in("old", "SELECT text FROM note")).containsExactly("kept");
        assertThat(ownersOf(schema("old"))).containsExactly(schema("old"));

        provisioner.drop(schema("old"));
        assertThat(user.roles()).doesNotContain(schema("old"), schema("young"));
        signUp("young");
        assertThat(in("young", "SELECT text FROM note")).isEmpty();
    }

    @Test
    void isAsBeforeWhenANewNameIsRolledBack() {
        assertIsAsBefore(
                "renamed", () -> application.bean(TenantProvisioner.class).rename(schema("renamed"), schema("undone")));
        assertThat(user.roles()).doesNotContain(schema("undone"));
        application.bean(TenantProvisioner.class).rename(schema("renamed"), schema("undone"));
        assertThat(in("undone", "SELECT text FROM note")).containsExactly("kept");
    }

    @Test
    void isAsBeforeWhenADropIsRolledBack() {
        assertIsAsBefore(
                "dropped", () -> application.bean(TenantProvisioner.class).drop(schema("dropped")));
    }

    private static void assertIsAsBefore(String name, Runnable change) {
        signUp(name);
        run(name, "INSERT INTO note (text) VALUES ('kept')");
        List<String> before = rights();

        new TransactionTemplate(application.bean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            change.run();
            status.setRollbackOnly();
        });

        assertThat(rights()).isEqualTo(before);
        assertThat(in(name, "SELECT text || ' of ' || current_user FROM note"))
                .containsExactly("kept of " + schema(name));
        assertThat(application.get(host(name), "/notes").body()).isEqualTo("[\"kept\"]");
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> jdbc.queryForList("SELECT text FROM %s.note".formatted(schema(name))))
                .withStackTraceContaining("permission denied for schema " + schema(name));
    }

    /** Returns what the catalogue says of these roles, of who is a member of which, and of what is whose. */
    private static List<String> rights() {
        String these = database.name() + "%";
        return superuser.queryForList("""
                SELECT to_jsonb(r)::text FROM pg_roles r WHERE rolname LIKE ?
                UNION ALL
                SELECT to_jsonb(m)::text FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE rolname LIKE ?
                UNION ALL
                SELECT concat_ws(' ', n.oid, nspname, nspowner, nspacl, c.oid, relname, relowner, relacl)
                FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname LIKE ?
                ORDER BY 1
                """, String.class, these, these, these);
    }

    @Test
    void saysWhatASignUpLacks() {
        superuser.execute("ALTER ROLE %s NOCREATEROLE".formatted(user.name()));
        try {
            assertThatExceptionOfType(MissingRolePrivilegeException.class)
                    .isThrownBy(() -> signUp("lacking"))
                    .withMessageContaining("ALTER ROLE \"%s\" CREATEROLE;".formatted(user.name()));
        } finally {
            superuser.execute("ALTER ROLE %s CREATEROLE".formatted(user.name()));
        }
    }

    @Test
    void dropsInBatchesWhatIsTooLargeForOneTransactionAndTheRoleInTheEnd() {
        signUp("large");
        run("large", "CREATE TABLE part (id int PRIMARY KEY, whole int REFERENCES part)");
        LargeSchema.ofBatches(schema("large"), database);
        application.bean(TenantProvisioner.class).drop(schema("large"));
        assertThat(ownersOf(schema("large"))).isEmpty();
        assertThat(user.roles()).doesNotContain(schema("large"));
        assertThat(in("acme", "SELECT current_user")).containsExactly(schema("acme"));
    }

    @Test
    void keepsThePoolBehind() throws Exception {
        assertThat(application.bean(DataSource.class).isWrapperFor(HikariDataSource.class))
                .isTrue();
    }
}
