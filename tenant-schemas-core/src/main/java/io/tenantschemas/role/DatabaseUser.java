package io.tenantschemas.role;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The role as which the application works when it works for no tenant, and what it may do.
 *
 * @param name its name
 * @param database the database in which it is
 * @param superuser whether it may do anything
 * @param createsRoles whether it may create roles
 * @param inherits whether it may do by itself what the roles may of which it is a member, where the membership does not say
 *     otherwise
 * @param createsSchemas whether it may create schemas in the database
 * @param version the version of the server, as {@code server_version_num} has it
 */
record DatabaseUser(
        String name,
        String database,
        boolean superuser,
        boolean createsRoles,
        boolean inherits,
        boolean createsSchemas,
        int version) {

    private static final String QUERY =
            "SELECT r.rolname, pg_catalog.current_database(), r.rolsuper, r.rolcreaterole, r.rolinherit,"
                    + " pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),"
                    + " pg_catalog.current_setting('server_version_num')::pg_catalog.int4"
                    + " FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER";

    static DatabaseUser of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            return new DatabaseUser(
                    row.getString(1),
                    row.getString(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    row.getBoolean(6),
                    row.getInt(7));
        }
    }

    /**
     * Returns whether each membership says for itself whether its privileges are inherited, as
     * <a href="https://www.postgresql.org/docs/release/16.0/">from PostgreSQL 16 on</a>.
     */
    boolean choosesByMembership() {
        return version >= 160_000;
    }

    /** Returns whether it could read every tenant's tables while it works for none, unless a membership says otherwise. */
    boolean inheritsFromTenants() {
        return !superuser && inherits && !choosesByMembership();
    }

    /** Returns the statements that somebody else has to run, so that this one may make tenants. */
    List<String> missingForProvisioning() {
        List<String> missing = new ArrayList<>();
        if (!superuser && !createsRoles) {
            missing.add("ALTER ROLE %s CREATEROLE;".formatted(quotedName()));
        }
        if (!createsSchemas) {
            missing.add("GRANT CREATE ON DATABASE %s TO %s;".formatted(quoted(database), quotedName()));
        }
        return missing;
    }

    /** Returns its name as an SQL identifier. */
    String quotedName() {
        return quoted(name);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
