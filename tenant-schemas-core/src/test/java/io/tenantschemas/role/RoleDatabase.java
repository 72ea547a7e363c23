package io.tenantschemas.role;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.LimitedUser;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/** A database whose user may just do what making tenants with roles takes. */
final class RoleDatabase implements AutoCloseable {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final LimitedUser user = LimitedUser.of(database);

    /** Returns a template for a superuser. */
    JdbcTemplate jdbc() {
        return new JdbcTemplate(database.dataSource());
    }

    String user() {
        return user.name();
    }

    String name() {
        return database.name();
    }

    /** Returns a name that no role of another database has. */
    SchemaName tenant(String name) {
        return SchemaName.of(database.name() + "_" + name);
    }

    /** Returns a data source without a pool for the user. */
    DataSource dataSource() {
        return user.dataSource();
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Does work as the user, in a transaction that is committed. */
    void commit(Work work) throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            connection.setAutoCommit(false);
            work.on(connection);
            connection.commit();
        }
    }

    /** Returns whether each membership says for itself whether privileges are inherited. */
    boolean choosesByMembership() {
        return Objects.requireNonNull(
                        jdbc().queryForObject("SELECT current_setting('server_version_num')::int", Integer.class))
                >= 160_000;
    }

    List<String> roles() {
        return user.roles();
    }

    /** Returns what the catalogue says of these roles, of who is a member of which, of what is theirs and who may use it. */
    List<String> rights() {
        String these = database.name() + "%";
        return jdbc().queryForList("""
                SELECT to_jsonb(r)::text FROM pg_roles r WHERE rolname LIKE ?
                UNION ALL
                SELECT to_jsonb(m)::text FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE rolname LIKE ?
                UNION ALL
                SELECT to_jsonb(n)::text FROM pg_namespace n WHERE nspname = 'public' OR nspname LIKE ?
                UNION ALL
                SELECT concat_ws(' ', c.oid, relname, relowner, relacl)
                FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' OR nspname LIKE ?
                ORDER BY 1
                """, String.class, these, these, these, these);
    }

    @Override
    public void close() {
        user.close();
    }

    /** Something done with a connection. */
    @FunctionalInterface
    interface Work {

        void on(Connection connection) throws SQLException;
    }
}
