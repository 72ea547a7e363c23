package io.tenantschemas.role;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.role.RoleDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The scripts of the documentation: for the user of the application, and for a tenant that was there before. */
class GivenRoleIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private final RoleDatabase database = new RoleDatabase();

    private final SchemaName acme = database.tenant("acme");

    private final TenantRoles roles = new TenantRoles(new SharedPrivileges(null, List.of(PUBLIC), Set.of()));

    @AfterEach
    void stop() {
        database.close();
    }

    private static String read(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(GivenRoleIT.class.getResourceAsStream("/role/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String script() throws IOException {
        return read("give-role.sql").replace("'acme'", "'" + acme + "'").replace("'shop'", "'" + database.user() + "'");
    }

    @Test
    void letsAUserMakeTenants() throws SQLException, IOException {
        database.jdbc().execute("ALTER ROLE %s INHERIT NOCREATEROLE".formatted(database.user()));
        database.jdbc().execute("REVOKE CREATE ON DATABASE %s FROM %s".formatted(database.name(), database.user()));
        database.jdbc().execute("REVOKE ALL ON SCHEMA public FROM " + database.user());

        database.jdbc()
                .execute(read("user.sql")
                        .replace("DATABASE shop", "DATABASE " + database.name())
                        .replace("shop", database.user()));

        database.commit(connection -> {
            execute(connection, "CREATE TABLE public.client (schema_name text)");
            assertThat(roles.verify("public.client", PUBLIC, connection)).isEmpty();
            roles.create(acme, connection);
        });
    }

    private void makeWithoutRole() throws SQLException {
        database.commit(connection -> {
            roles.share(connection);
            execute(connection, "CREATE TABLE public.client AS SELECT '" + acme + "' AS schema_name");
            execute(connection, "CREATE SCHEMA " + acme);
            execute(connection, "SET LOCAL search_path = " + acme);
            execute(connection, "CREATE TYPE state AS ENUM ('new'); CREATE TYPE pair AS (a int, b int)");
            execute(connection, "CREATE DOMAIN positive AS int CHECK (VALUE > 0)");
            execute(connection, "CREATE SEQUENCE numbers");
            execute(connection, "CREATE TABLE item (id bigint GENERATED ALWAYS AS IDENTITY, s serial, state state)");
            execute(connection, "CREATE TABLE part (id int) PARTITION BY LIST (id)");
            execute(connection, "CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1)");
            execute(connection, "CREATE VIEW items AS SELECT id FROM item");
            execute(connection, "CREATE MATERIALIZED VIEW kept AS SELECT id FROM item");
            execute(connection, "CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT 2 * $1'");
            execute(connection, "CREATE PROCEDURE nothing() LANGUAGE sql AS ''");
        });
    }

    @Test
    void makesATenantLikeOneThatHadItsRoleFromTheStart() throws SQLException, IOException {
        makeWithoutRole();
        assertThatExceptionOfType(RoleSetupException.class)
                .isThrownBy(() -> database.commit(connection -> roles.verify("public.client", PUBLIC, connection)));

        database.jdbc().execute(script());

        assertThat(database.jdbc()
                        .queryForList(
                                "SELECT DISTINCT pg_get_userbyid(owner) FROM ("
                                        + "SELECT nspowner AS owner FROM pg_namespace WHERE nspname = ?"
                                        + " UNION ALL SELECT relowner FROM pg_class WHERE relnamespace = ?::regnamespace"
                                        + " UNION ALL SELECT proowner FROM pg_proc WHERE pronamespace = ?::regnamespace"
                                        + " UNION ALL SELECT typowner FROM pg_type WHERE typnamespace = ?::regnamespace) o",
                                String.class,
                                acme.value(),
                                acme.value(),
                                acme.value(),
                                acme.value()))
                .containsExactly(acme.value());
        assertThatCode(() -> database.commit(connection -> {
                    roles.verify("public.client", PUBLIC, connection);
                    roles.become(acme, connection);
                    execute(connection, "INSERT INTO %1$s.item (state) VALUES ('new')".formatted(acme));
                    roles.leave(connection);
                }))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.commit(connection -> execute(connection, "SELECT FROM " + acme + ".item")))
                .withMessageContaining("permission denied");
    }

    @Test
    void letsTheApplicationDropTheTenant() throws SQLException, IOException {
        makeWithoutRole();
        database.jdbc().execute(script());

        database.commit(connection ->
                roles.drop(acme, connection, () -> execute(connection, "DROP SCHEMA " + acme + " CASCADE")));
        assertThat(database.roles()).doesNotContain(acme.value());
    }

    @Test
    void canBeTakenBack() throws SQLException, IOException {
        makeWithoutRole();
        database.jdbc().execute(script());

        database.jdbc()
                .execute("REASSIGN OWNED BY %s TO %s; DROP OWNED BY %1$s; DROP ROLE %1$s"
                        .formatted(acme, database.user()));

        database.commit(
                connection -> execute(connection, "INSERT INTO %s.item (state) VALUES ('new')".formatted(acme)));
    }
}
