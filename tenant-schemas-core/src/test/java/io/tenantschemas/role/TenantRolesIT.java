package io.tenantschemas.role;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static io.tenantschemas.role.RoleDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Roles made, renamed and dropped by a user that may do nothing else. */
class TenantRolesIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final RoleDatabase database = new RoleDatabase();

    private final SchemaName acme = database.tenant("acme");

    private final SchemaName globex = database.tenant("globex");

    private final TenantRoles roles = roles(EnumSet.of(TablePrivilege.SELECT, TablePrivilege.INSERT));

    private static TenantRoles roles(Set<TablePrivilege> shared) {
        return new TenantRoles(new SharedPrivileges(null, List.of(PUBLIC), shared));
    }

    @BeforeEach
    void createTenants() throws SQLException {
        database.commit(connection -> {
            execute(connection, "CREATE TABLE public.client (schema_name text)");
            execute(connection, "CREATE TABLE public.flyway_schema_history (version text)");
            execute(connection, "CREATE SEQUENCE public.numbers");
            roles.share(connection);
            for (SchemaName tenant : List.of(acme, globex)) {
                execute(connection, "INSERT INTO public.client VALUES ('" + tenant + "')");
                roles.create(tenant, connection);
                roles.become(tenant, connection);
                execute(connection, "CREATE TABLE %s.item AS SELECT '%1$s' AS owner".formatted(tenant));
                roles.leave(connection);
            }
        });
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static void refused(Connection connection, String sql) {
        assertThatExceptionOfType(SQLException.class)
                .as(sql)
                .isThrownBy(() -> execute(connection, sql))
                .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    private void as(SchemaName tenant, RoleDatabase.Work work) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            roles.become(tenant, connection);
            work.on(connection);
        }
    }

    @Test
    void givesEachSchemaToARoleOfItsNameThatNobodyLogsInAs() {
        assertThat(database.jdbc()
                        .queryForMap(
                                "SELECT pg_get_userbyid(nspowner) AS owner, rolcanlogin, rolsuper, rolcreaterole"
                                        + " FROM pg_namespace JOIN pg_roles r ON r.oid = nspowner WHERE nspname = ?",
                                acme.value()))
                .isEqualTo(
                        Map.of("owner", acme.value(), "rolcanlogin", false, "rolsuper", false, "rolcreaterole", false));
    }

    @Test
    void refusesATenantTheTablesOfAnotherHoweverTheyAreNamed() throws SQLException {
        as(acme, connection -> {
            execute(connection, "SELECT owner FROM " + acme + ".item");
            refused(connection, "SELECT owner FROM " + globex + ".item");
            refused(connection, "INSERT INTO " + globex + ".item VALUES ('acme')");
            refused(connection, "DROP SCHEMA " + globex + " CASCADE");
            refused(connection, "CREATE TABLE public.mine ()");
        });
    }

    @Test
    void refusesTheTablesOfTenantsToTheUserWhoHasBecomeNone() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            refused(connection, "SELECT owner FROM " + acme + ".item");
            roles.become(acme, connection);
            execute(connection, "SELECT owner FROM " + acme + ".item");
            roles.leave(connection);
            refused(connection, "SELECT owner FROM " + acme + ".item");
        }
    }

    @Test
    void leavesNothingOfARoleWhenTheTransactionIsRolledBack() throws SQLException {
        SchemaName initech = database.tenant("initech");
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            roles.create(initech, connection);
            assertThat(roles.isTaken(initech, connection)).isTrue();
            connection.rollback();
            assertThat(roles.isTaken(initech, connection)).isFalse();
        }
    }

    @Test
    void takesNamesForTakenThatAreRolesOrKeptByPostgres() throws SQLException {
        SchemaName other = database.tenant("other");
        database.jdbc().execute("CREATE ROLE " + other);

        database.commit(connection -> {
            assertThat(roles.isTaken(other, connection)).isTrue();
            assertThat(roles.isTaken(SchemaName.of("none"), connection)).isTrue();
            assertThat(roles.isTaken(SchemaName.of("public"), connection)).isTrue();
            assertThat(roles.isTaken(database.tenant("free"), connection)).isFalse();
        });
    }

    @Test
    void renamesARoleWithItsSchema() throws SQLException {
        SchemaName initech = database.tenant("initech");
        database.commit(connection -> roles.rename(
                acme,
                initech,
                connection,
                () -> execute(connection, "ALTER SCHEMA %s RENAME TO %s".formatted(acme, initech))));

        assertThat(database.roles()).contains(initech.value()).doesNotContain(acme.value());
        as(initech, connection -> {
            execute(connection, "SELECT owner FROM " + initech + ".item");
            refused(connection, "SELECT owner FROM " + globex + ".item");
        });
        assertUserMayDoNothingAlone(initech);
    }

    /** Whatever he may do for the length of a change must be over with it. */
    private void assertUserMayDoNothingAlone(SchemaName tenant) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            refused(connection, "SELECT owner FROM " + tenant + ".item");
        }
    }

    @Test
    void leavesARoleAndItsRightsAsTheyWereWhenANewNameIsRolledBack() throws SQLException {
        List<String> before = database.rights();
        SchemaName initech = database.tenant("initech");

        rollBack(connection -> {
            roles.rename(
                    acme,
                    initech,
                    connection,
                    () -> execute(connection, "ALTER SCHEMA %s RENAME TO %s".formatted(acme, initech)));
            assertThat(roles.isTaken(initech, connection)).isTrue();
        });

        assertThat(database.rights()).isEqualTo(before);
        as(acme, connection -> execute(connection, "SELECT owner FROM " + acme + ".item"));
        assertUserMayDoNothingAlone(acme);
    }

    @Test
    void leavesARoleAndItsRightsAsTheyWereWhenADropIsRolledBack() throws SQLException {
        database.commit(connection -> execute(connection, "GRANT DELETE ON public.client TO " + acme));
        List<String> before = database.rights();

        rollBack(connection -> {
            roles.drop(acme, connection, () -> execute(connection, "DROP SCHEMA " + acme + " CASCADE"));
            assertThat(roles.isTaken(acme, connection)).isFalse();
        });

        assertThat(database.rights()).isEqualTo(before);
        as(acme, connection -> execute(connection, "SELECT owner FROM " + acme + ".item"));
        assertUserMayDoNothingAlone(acme);
    }

    private void rollBack(RoleDatabase.Work work) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            work.on(connection);
            connection.rollback();
        }
    }

    @Test
    void dropsARoleWithItsSchemaAndWhatItWasGranted() throws SQLException {
        database.commit(connection -> execute(connection, "GRANT DELETE ON public.client TO " + acme));
        database.commit(connection ->
                roles.drop(acme, connection, () -> execute(connection, "DROP SCHEMA " + acme + " CASCADE")));

        assertThat(database.roles()).doesNotContain(acme.value()).contains(globex.value());
        assertThat(database.jdbc().queryForList("SELECT FROM pg_namespace WHERE nspname = ?", acme.value()))
                .isEmpty();
        assertUserMayDoNothingAlone(globex);
    }

    @Test
    void leavesARoleAloneToWhichTheSchemaDoesNotBelong() throws SQLException {
        SchemaName other = database.tenant("other");
        database.jdbc().execute("CREATE ROLE " + other);
        database.commit(connection -> execute(connection, "CREATE SCHEMA " + other));

        database.commit(connection -> roles.drop(other, connection, () -> execute(connection, "DROP SCHEMA " + other)));

        assertThat(database.roles()).contains(other.value());
    }

    @Test
    void grantsTenantsWhatIsConfiguredOnSharedTables() throws SQLException {
        as(acme, connection -> {
            execute(connection, "SELECT FROM public.client");
            execute(connection, "INSERT INTO public.client VALUES ('x')");
            execute(connection, "SELECT nextval('public.numbers')");
            refused(connection, "DELETE FROM public.client");
            refused(connection, "SELECT FROM public.flyway_schema_history");
        });
    }

    @Test
    void grantsWhatCameSinceAndNothingTwice() throws SQLException {
        database.commit(connection -> execute(connection, "CREATE TABLE public.later ()"));
        as(acme, connection -> refused(connection, "SELECT FROM public.later"));

        database.commit(roles::share);

        as(acme, connection -> execute(connection, "SELECT FROM public.later"));
        database.commit(connection -> {
            TenantGroup group = new TenantGroup(
                    new RoleName(database.name() + "_tenants"),
                    new SharedPrivileges(null, List.of(PUBLIC), Set.of(TablePrivilege.SELECT, TablePrivilege.INSERT)));
            assertThat(group.missing(connection)).isEmpty();
        });
    }

    @Test
    void leavesOthersTablesAsTheyAre() throws SQLException {
        database.jdbc().execute("CREATE TABLE public.of_others ()");

        database.commit(roles::share);

        as(acme, connection -> refused(connection, "SELECT FROM public.of_others"));
    }

    @Test
    void grantsNothingWhereNothingIsConfigured() throws SQLException {
        database.commit(connection -> execute(connection, "CREATE TABLE public.later ()"));

        database.commit(connection -> roles(Set.of()).share(connection));

        as(acme, connection -> refused(connection, "SELECT FROM public.later"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOGIN", "SUPERUSER"})
    void refusesAGroupThatSomebodyWorksAs(String attribute) {
        RoleName group = new RoleName(database.name() + "_people");
        database.jdbc().execute("CREATE ROLE %s %s".formatted(group, attribute));
        TenantRoles others = new TenantRoles(new SharedPrivileges(group, List.of(PUBLIC), Set.of()));

        assertThatExceptionOfType(TenantGroupException.class)
                .isThrownBy(() -> database.commit(others::share))
                .withMessageContaining(group.value())
                .withMessageContaining("tenant-schemas.routing.role.group");
    }

    @Test
    void refusesATenantsOwnRoleAsTheGroup() {
        TenantRoles others =
                new TenantRoles(new SharedPrivileges(new RoleName(acme.value()), List.of(PUBLIC), Set.of()));

        assertThatExceptionOfType(TenantGroupException.class).isThrownBy(() -> database.commit(others::share));
    }

    @Test
    void saysThatTheUserMayNotGrantTheGroup() throws SQLException {
        assumeThat(database.choosesByMembership()).isTrue();
        RoleName group = new RoleName(database.name() + "_given");
        database.jdbc().execute("CREATE ROLE " + group);
        TenantRoles others = new TenantRoles(new SharedPrivileges(group, List.of(PUBLIC), Set.of()));
        String missing = "GRANT \"%s\" TO \"%s\" WITH ADMIN OPTION;".formatted(group, database.user());

        assertThatExceptionOfType(MissingRolePrivilegeException.class)
                .isThrownBy(() -> database.commit(connection -> others.create(database.tenant("initech"), connection)))
                .withMessageContaining(missing);
        database.commit(connection ->
                assertThat(others.verify("public.client", PUBLIC, connection)).containsExactly(missing));
        database.jdbc().execute(missing);
        database.commit(connection -> others.create(database.tenant("initech"), connection));
    }

    @Test
    void refusesAUserThatSomebodyLetInheritFromATenant() {
        assumeThat(database.choosesByMembership()).isTrue();
        database.jdbc().execute("GRANT %s TO %s WITH INHERIT TRUE".formatted(acme, database.user()));

        assertThatExceptionOfType(RoleSetupException.class)
                .isThrownBy(() -> database.commit(connection -> roles.verify("public.client", PUBLIC, connection)))
                .withMessageContaining("inherits from '%s'".formatted(acme))
                .withMessageNotContaining(globex.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOGIN", "SUPERUSER"})
    void refusesTenantsWhoseRoleSomebodyWorksAs(String attribute) {
        database.jdbc().execute("ALTER ROLE %s %s".formatted(acme, attribute));

        assertThatExceptionOfType(RoleSetupException.class)
                .isThrownBy(() -> database.commit(connection -> roles.verify("public.client", PUBLIC, connection)))
                .withMessageContaining("'%s'".formatted(acme));
    }

    @Test
    void keepsTheNameOfARoleThatAnotherDatabaseUses() throws SQLException {
        try (TestDatabase copy = PostgresServer.forTests().createDatabase()) {
            new JdbcTemplate(copy.dataSource()).execute("CREATE SCHEMA %s AUTHORIZATION %1$s".formatted(acme));

            assertThatExceptionOfType(RoleOwnershipException.class)
                    .isThrownBy(() -> database.commit(
                            connection -> roles.rename(acme, database.tenant("initech"), connection, () -> {})))
                    .withMessageContaining("another database");
        }
        assertThat(database.roles()).contains(acme.value());
    }

    @Test
    void dropsTheRoleOfATenantWhoseSchemaIsGone() throws SQLException {
        database.jdbc().execute("DROP SCHEMA " + acme + " CASCADE");

        database.commit(connection -> roles.drop(acme, connection, () -> {}));

        assertThat(database.roles()).doesNotContain(acme.value());
    }

    @Test
    void saysWhichPrivilegesAreMissing() {
        database.jdbc().execute("ALTER ROLE %s NOCREATEROLE".formatted(database.user()));
        database.jdbc().execute("REVOKE CREATE ON DATABASE %s FROM %s".formatted(database.name(), database.user()));

        assertThatExceptionOfType(MissingRolePrivilegeException.class)
                .isThrownBy(() -> database.commit(connection -> roles.create(database.tenant("initech"), connection)))
                .withMessageContaining("ALTER ROLE \"%s\" CREATEROLE;".formatted(database.user()))
                .withMessageContaining(
                        "GRANT CREATE ON DATABASE \"%s\" TO \"%s\";".formatted(database.name(), database.user()));
    }

    @Test
    void isContentWithAUserThatMayJustDoThat() throws SQLException {
        database.commit(connection ->
                assertThat(roles.verify("public.client", PUBLIC, connection)).isEmpty());
        database.jdbc().execute("ALTER ROLE %s NOCREATEROLE".formatted(database.user()));
        database.commit(connection -> assertThat(roles.verify("public.client", PUBLIC, connection))
                .containsExactly("ALTER ROLE \"%s\" CREATEROLE;".formatted(database.user())));
    }

    @Test
    void refusesAUserThatHasThePrivilegesOfAllTenants() throws SQLException {
        database.jdbc().execute("ALTER ROLE %s INHERIT".formatted(database.user()));
        if (database.choosesByMembership()) {
            assertUserMayDoNothingAlone(acme);
            database.commit(connection -> assertThatCode(() -> roles.verify("public.client", PUBLIC, connection))
                    .doesNotThrowAnyException());
        } else {
            assertThatExceptionOfType(RoleSetupException.class)
                    .isThrownBy(() -> database.commit(connection -> roles.verify("public.client", PUBLIC, connection)))
                    .withMessageContaining("ALTER ROLE \"%s\" NOINHERIT;".formatted(database.user()));
        }
    }

    @Test
    void refusesASchemaThatIsCalledLikeTheUser() {
        database.jdbc().execute("CREATE SCHEMA " + database.user());

        assertThatExceptionOfType(RoleSetupException.class)
                .isThrownBy(() -> database.commit(connection -> roles.verify("public.client", PUBLIC, connection)))
                .withMessageContaining("schema '%s'".formatted(database.user()));
    }

    @Test
    void refusesTenantsWithoutRoles() throws SQLException {
        SchemaName before = database.tenant("before");
        database.commit(connection -> {
            execute(connection, "CREATE SCHEMA " + before);
            execute(connection, "INSERT INTO public.client VALUES ('" + before + "'), ('not_made')");
        });

        assertThatExceptionOfType(RoleSetupException.class)
                .isThrownBy(() -> database.commit(connection -> roles.verify("public.client", PUBLIC, connection)))
                .withMessageContaining("'%s'".formatted(before))
                .withMessageNotContaining("not_made")
                .withMessageNotContaining("'%s'".formatted(acme));
        assertThatExceptionOfType(RoleOwnershipException.class)
                .isThrownBy(() -> database.commit(connection -> roles.verifyOwner(before, connection)))
                .withMessageContaining("Schema '%s' belongs to '%s'".formatted(before, database.user()));
    }

    @Test
    void changesTwoTenantsAtOnceForTheSameUser() throws Exception {
        assumeThat(database.choosesByMembership()).isFalse();
        try (Connection one = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection()) {
            one.setAutoCommit(false);
            roles.drop(acme, one, () -> execute(one, "DROP SCHEMA " + acme + " CASCADE"));
            Thread second = new Thread(() -> {
                try {
                    other.setAutoCommit(false);
                    roles.drop(globex, other, () -> execute(other, "DROP SCHEMA " + globex + " CASCADE"));
                    other.commit();
                } catch (SQLException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            second.start();
            // It waits for the first, or for nobody.
            second.join(300);
            one.commit();
            second.join();
        }
        assertThat(database.roles()).doesNotContain(acme.value(), globex.value());
    }
}
