package io.tenantschemas.testdatabase;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds and drops roles, which belong to all databases of a server.
 *
 * @param server where
 */
record Roles(ServerAddress server) {

    private static final String USED = "SELECT r.rolname FROM pg_roles r WHERE NOT r.rolsuper AND EXISTS ("
            + "SELECT FROM pg_shdepend s JOIN pg_database d ON d.oid = s.dbid"
            + " WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = r.oid AND d.datname = ?)"
            + " AND NOT starts_with(r.rolname, 'pg_') ORDER BY 1";

    private static final String BY_PREFIX =
            "SELECT rolname FROM pg_roles WHERE starts_with(rolname, ?) ORDER BY rolname";

    /** Returns the roles that own something in that database or may do something with what is in it. */
    List<String> usedIn(TestDatabase database) {
        return find(USED, database.name());
    }

    /** Returns the roles whose names begin like that. */
    List<String> beginningWith(String prefix) {
        return find(BY_PREFIX, prefix);
    }

    private List<String> find(String sql, String parameter) {
        List<String> roles = new ArrayList<>();
        try (Connection connection = server.connect();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    roles.add(rows.getString(1));
                }
            }
            return roles;
        } catch (SQLException refused) {
            throw refused("list roles", refused);
        }
    }

    void drop(List<String> names) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String name : names) {
                statement.execute("DROP ROLE \"" + name + '"');
            }
        } catch (SQLException refused) {
            throw refused("drop the roles " + names, refused);
        }
    }

    private PostgresServerException refused(String what, SQLException refused) {
        return new PostgresServerException(
                "The server at '%s' did not %s: %s".formatted(server, what, refused.getMessage()), refused);
    }
}
