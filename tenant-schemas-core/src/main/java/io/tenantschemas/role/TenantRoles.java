package io.tenantschemas.role;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * Roles of the server to which the schemas of tenants belong, each called like its schema. Nobody can log in as one of them; the
 * database user becomes it for the time in which it works for the tenant, and has none of its privileges otherwise.
 *
 * <p>Roles belong to the whole server: a name is free in none of its databases once it is a role's. What is changed here is
 * changed in the transaction that is under way, by a connection that works as the database user.
 */
public final class TenantRoles {

    private static final String OWNER =
            "SELECT pg_catalog.pg_get_userbyid(nspowner) FROM pg_catalog.pg_namespace WHERE nspname = ?";

    private static final String USED_ELSEWHERE =
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_shdepend s JOIN pg_catalog.pg_roles r ON r.oid = s.refobjid"
                    + " WHERE s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND r.rolname = ? AND s.dbid <> 0"
                    + " AND s.dbid <> (SELECT oid FROM pg_catalog.pg_database"
                    + " WHERE datname = pg_catalog.current_database()))";

    /** Two that change the same row of a role at once do not wait for each other: the second fails. */
    private static final String ONE_AT_A_TIME = "SELECT pg_catalog.pg_advisory_xact_lock(1952804449, 1919904869);";

    private final SharedPrivileges shared;

    /** Creates roles whose members have these privileges. */
    public TenantRoles(SharedPrivileges shared) {
        Assert.notNull(shared, "'shared' must not be null");
        this.shared = shared;
    }

    /** Returns whether the server has a role of that name, whoever made it, or keeps the name for itself. */
    public boolean isTaken(SchemaName name, Connection connection) throws SQLException {
        if (name.value().equals("none") || name.value().equals("public")) {
            return true;
        }
        try (PreparedStatement query =
                connection.prepareStatement("SELECT FROM pg_catalog.pg_roles WHERE rolname = ?")) {
            query.setString(1, name.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /**
     * Makes a role and its schema.
     *
     * @param schema the name of both, which nothing must have
     * @throws MissingRolePrivilegeException if the database user may not
     * @throws TenantGroupException if the group of the tenants cannot be one
     * @throws SQLException if the database refused it
     */
    public void create(SchemaName schema, Connection connection) throws SQLException {
        DatabaseUser user = DatabaseUser.of(connection);
        List<String> missing = missingForProvisioning(user, connection);
        if (!missing.isEmpty()) {
            throw new MissingRolePrivilegeException(schema, user.name(), missing);
        }
        TenantGroup group = new TenantGroup(shared.groupIn(user), shared);
        if (!group.exists(connection)) {
            share(connection);
        }
        String role = schema.quoted();
        execute(
                connection,
                "CREATE ROLE " + role + " NOLOGIN;" + membership(role, user, false) + "GRANT "
                        + group.name().quoted() + " TO " + role + ";CREATE SCHEMA " + role + " AUTHORIZATION " + role);
    }

    /** Returns the statement that lets the database user become a role, with its privileges or without them. */
    private static String membership(String role, DatabaseUser user, boolean inherited) {
        if (user.superuser()) {
            return "";
        }
        return user.choosesByMembership()
                ? "GRANT %s TO CURRENT_USER WITH INHERIT %b, SET TRUE;".formatted(role, inherited)
                // ADMIN, so that it still may rename and drop the role on a later version.
                : "GRANT %s TO CURRENT_USER WITH ADMIN OPTION;".formatted(role);
    }

    private List<String> missingForProvisioning(DatabaseUser user, Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>(user.missingForProvisioning());
        TenantGroup group = new TenantGroup(shared.groupIn(user), shared);
        if (user.choosesByMembership()
                && !user.superuser()
                && group.exists(connection)
                && !group.isAdministered(connection)) {
            missing.add(
                    "GRANT %s TO %s WITH ADMIN OPTION;".formatted(group.name().quoted(), user.quotedName()));
        }
        return missing;
    }

    /**
     * Makes the group of the tenants, if it is not there, and grants to it what it lacks. Tables and sequences that are not the
     * database user's, or an extension's, are left as they are.
     *
     * @throws TenantGroupException if it cannot be the group of the tenants
     * @throws SQLException if the database refused it
     */
    public void share(Connection connection) throws SQLException {
        DatabaseUser user = DatabaseUser.of(connection);
        TenantGroup group = new TenantGroup(shared.groupIn(user), shared);
        if (!group.exists(connection)) {
            execute(connection, ONE_AT_A_TIME);
            if (!group.exists(connection)) {
                // From 16 on, whoever makes a role administers it.
                String admin = user.choosesByMembership() || user.superuser() ? "" : " ADMIN CURRENT_USER";
                execute(connection, "CREATE ROLE " + group.name().quoted() + " NOLOGIN" + admin);
            }
        }
        if (!shared.tables().isEmpty()) {
            execute(connection, String.join("", group.missing(connection)));
        }
    }

    /**
     * Sees to it that the schema belongs to the role of its name.
     *
     * @throws RoleOwnershipException if it does not
     * @throws SQLException if the database could not be asked
     */
    public void verifyOwner(SchemaName schema, Connection connection) throws SQLException {
        Optional<String> owner = owner(schema, connection);
        if (owner.isPresent() && !owner.get().equals(schema.value())) {
            throw RoleOwnershipException.of(schema, owner.get());
        }
    }

    /**
     * Sees to it that the database user works for one tenant at a time, and that all tenants have their roles.
     *
     * @param tenantTable the tenants' table as it is written into SQL, with a column {@code schema_name}
     * @param publicSchema the schema that holds the shared tables
     * @return the statements that somebody else has to run before the database user may make tenants; empty if he may
     * @throws RoleSetupException if something is not as it has to be
     * @throws SQLException if the database could not be asked
     */
    public List<String> verify(String tenantTable, SchemaName publicSchema, Connection connection) throws SQLException {
        DatabaseUser user = DatabaseUser.of(connection);
        new RoleSetup(user, tenantTable, publicSchema).verify(connection);
        return missingForProvisioning(user, connection);
    }

    /**
     * Becomes the role to which the schema belongs, until {@link #leave} or until the transaction is rolled back.
     *
     * @throws SQLException if the database refused it
     */
    public void become(SchemaName schema, Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.set_config('role', ?, false)")) {
            statement.setString(1, schema.value());
            statement.execute();
        }
    }

    /** Becomes the database user again. */
    public void leave(Connection connection) throws SQLException {
        execute(connection, "RESET ROLE");
    }

    /**
     * Gives a role another name, if the schema belongs to it.
     *
     * @param renaming renames the schema, with the privileges of its owner
     * @throws RoleOwnershipException if another database of the server uses the role
     * @throws SQLException if the database refused it
     */
    public void rename(SchemaName schema, SchemaName name, Connection connection, Work renaming) throws SQLException {
        if (!ownsItself(schema, connection)) {
            renaming.run();
            return;
        }
        if (isTrue(USED_ELSEWHERE, schema.value(), connection)) {
            throw RoleOwnershipException.usedElsewhere(schema);
        }
        DatabaseUser user = DatabaseUser.of(connection);
        execute(connection, inherit(schema, user));
        renaming.run();
        execute(
                connection,
                "ALTER ROLE %s RENAME TO %s;".formatted(schema.quoted(), name.quoted()) + disinherit(name, user));
    }

    /**
     * Works with the privileges of the role to which the schema belongs, if it belongs to that of its name.
     *
     * @param work the work, which leaves the schema to the role
     * @throws SQLException if the database refused it
     */
    public void withPrivileges(SchemaName schema, Connection connection, Work work) throws SQLException {
        if (!ownsItself(schema, connection)) {
            work.run();
            return;
        }
        DatabaseUser user = DatabaseUser.of(connection);
        execute(connection, inherit(schema, user));
        work.run();
        execute(connection, disinherit(schema, user));
    }

    /**
     * Drops a role, if the schema belongs to it, with what else it owns in the database and with what it was granted there. One
     * whose schema is gone already is dropped if it is a member of the tenants' group.
     *
     * @param dropping drops the schema, with the privileges of its owner
     * @throws SQLException if the database refused it
     */
    public void drop(SchemaName schema, Connection connection, Work dropping) throws SQLException {
        DatabaseUser user = DatabaseUser.of(connection);
        boolean isLeftOver = owner(schema, connection).isEmpty()
                && new TenantGroup(shared.groupIn(user), shared).hasMember(schema, connection);
        if (!isLeftOver && !ownsItself(schema, connection)) {
            dropping.run();
            return;
        }
        execute(connection, inherit(schema, user));
        dropping.run();
        String role = schema.quoted();
        String end = user.choosesByMembership() ? "" : disinherit(schema, user);
        execute(connection, "DROP OWNED BY %s;DROP ROLE %1$s;".formatted(role) + end);
    }

    // Nobody else ever sees it, because it is taken back in the same transaction.
    private static String inherit(SchemaName schema, DatabaseUser user) {
        return inheritsAnyway(user)
                ? ""
                : user.choosesByMembership()
                        ? membership(schema.quoted(), user, true)
                        : ONE_AT_A_TIME + "ALTER ROLE CURRENT_USER INHERIT;";
    }

    private static String disinherit(SchemaName schema, DatabaseUser user) {
        return inheritsAnyway(user)
                ? ""
                : user.choosesByMembership()
                        ? membership(schema.quoted(), user, false)
                        : "ALTER ROLE CURRENT_USER NOINHERIT;";
    }

    private static boolean inheritsAnyway(DatabaseUser user) {
        return user.superuser() || user.inheritsFromTenants();
    }

    private static boolean isTrue(String sql, String parameter, Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static boolean ownsItself(SchemaName schema, Connection connection) throws SQLException {
        return owner(schema, connection).filter(schema.value()::equals).isPresent();
    }

    private static Optional<String> owner(SchemaName schema, Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OWNER)) {
            query.setString(1, schema.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        if (!sql.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    /** Work that the database may refuse. */
    @FunctionalInterface
    public interface Work {

        /** Does it. */
        void run() throws SQLException;
    }
}
