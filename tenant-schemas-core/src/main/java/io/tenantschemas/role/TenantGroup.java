package io.tenantschemas.role;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.tenantschemas.tenant.SchemaName;

/**
 * The group of the tenants' roles.
 *
 * @param name its name
 * @param shared what it is granted
 */
record TenantGroup(RoleName name, SharedPrivileges shared) {

    private static final String EXISTING = "SELECT r.rolcanlogin OR r.rolsuper OR r.rolbypassrls"
            + " OR EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspowner = r.oid)"
            + " FROM pg_catalog.pg_roles r WHERE r.rolname = ?";

    private static final String MEMBER = "SELECT FROM pg_catalog.pg_auth_members m"
            + " JOIN pg_catalog.pg_roles r ON r.oid = m.member JOIN pg_catalog.pg_roles g ON g.oid = m.roleid"
            + " WHERE r.rolname = ? AND g.rolname = ? AND NOT r.rolcanlogin";

    /** What is missing, of what the database user may grant: what belongs to others may be meant for nobody. */
    private static final String MISSING = """
            SELECT pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I;', n.nspname, g.name)
            FROM pg_catalog.pg_namespace n CROSS JOIN (SELECT ?::pg_catalog.name AS name) g
            WHERE n.nspname = ANY (?) AND pg_catalog.pg_has_role(n.nspowner, 'USAGE')
                AND NOT pg_catalog.has_schema_privilege(g.name, n.oid, 'USAGE')
            UNION ALL
            SELECT pg_catalog.format('GRANT %s ON %I.%I TO %I;',
                    pg_catalog.string_agg(p.privilege, ', '), n.nspname, c.relname, g.name)
            FROM pg_catalog.pg_class c
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                CROSS JOIN (SELECT ?::pg_catalog.name AS name) g
                JOIN pg_catalog.unnest(?::pg_catalog.text[]) p (privilege)
                    ON NOT pg_catalog.has_table_privilege(g.name, c.oid, p.privilege)
            WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname <> 'flyway_schema_history'
                AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
            GROUP BY n.nspname, c.relname, g.name
            UNION ALL
            SELECT pg_catalog.format('GRANT USAGE, SELECT ON SEQUENCE %I.%I TO %I;', n.nspname, c.relname, g.name)
            FROM pg_catalog.pg_class c
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                CROSS JOIN (SELECT ?::pg_catalog.name AS name) g
            WHERE ? AND n.nspname = ANY (?) AND c.relkind = 'S'
                AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
                AND NOT (pg_catalog.has_sequence_privilege(g.name, c.oid, 'USAGE')
                    AND pg_catalog.has_sequence_privilege(g.name, c.oid, 'SELECT'))
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
            """;

    /**
     * Returns whether it is there.
     *
     * @throws TenantGroupException if it is a role that somebody works as, a tenant's for example
     */
    boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(EXISTING)) {
            query.setString(1, name.value());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                if (row.getBoolean(1)) {
                    throw new TenantGroupException(name);
                }
                return true;
            }
        }
    }

    /** Returns whether the database user may grant membership in it. */
    boolean isAdministered(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT pg_catalog.pg_has_role(?::pg_catalog.name, 'MEMBER WITH ADMIN OPTION')")) {
            query.setString(1, name.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Returns whether that is a role that nobody logs in as, and a member of this one. */
    boolean hasMember(SchemaName role, Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(MEMBER)) {
            query.setString(1, role.value());
            query.setString(2, name.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Returns the statements that grant what it lacks. */
    List<String> missing(Connection connection) throws SQLException {
        List<String> statements = new ArrayList<>();
        Array schemas = text(connection, shared.schemas().stream().map(SchemaName::value));
        Array privileges =
                text(connection, shared.tables().stream().map(Enum::name).sorted());
        try (PreparedStatement query = connection.prepareStatement(MISSING)) {
            query.setString(1, name.value());
            query.setArray(2, schemas);
            query.setString(3, name.value());
            query.setArray(4, privileges);
            query.setArray(5, schemas);
            query.setString(6, name.value());
            query.setBoolean(7, drawsNumbers(shared.tables()));
            query.setArray(8, schemas);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    statements.add(rows.getString(1));
                }
            }
        }
        return statements;
    }

    private static boolean drawsNumbers(Set<TablePrivilege> privileges) {
        return privileges.contains(TablePrivilege.INSERT) || privileges.contains(TablePrivilege.UPDATE);
    }

    private static Array text(Connection connection, Stream<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }
}
