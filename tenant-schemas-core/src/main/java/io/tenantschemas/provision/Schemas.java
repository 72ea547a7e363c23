package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.role.TenantRoles;
import io.tenantschemas.schema.LockTable;
import io.tenantschemas.schema.SchemaRemoval;
import io.tenantschemas.schema.SchemaRename;
import io.tenantschemas.schema.SchemaTooLargeException;
import io.tenantschemas.tenant.SchemaName;

/** Creates, renames and drops schemas on a connection, and the roles to which they belong, if they do. */
final class Schemas {

    private static final String DUPLICATE_OBJECT = "42710";

    private static final String DUPLICATE_SCHEMA = "42P06";

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    // Those that can be locked, in one order for all who do. By way of dependencies, which have an index for it.
    private static final String TABLES = """
            SELECT c.relname
            FROM pg_catalog.pg_namespace n
                JOIN pg_catalog.pg_depend d
                    ON d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid
                        AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                JOIN pg_catalog.pg_class c ON c.oid = d.objid
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p') ORDER BY c.oid
            """;

    // The names of tenants are ASCII, so that no other letters can be theirs in another case.
    private static final String IN_WHATEVER_CASE = """
            SELECT nspname FROM pg_catalog.pg_namespace
            WHERE pg_catalog.lower(nspname::pg_catalog.text COLLATE "C") = ? ORDER BY nspname <> ? LIMIT 1
            """;

    private final @Nullable TenantRoles roles;

    /** As schemas that belong to the database user, or to roles of their names. */
    Schemas(@Nullable TenantRoles roles) {
        this.roles = roles;
    }

    void create(SchemaName schema, Connection connection) throws SQLException {
        // Asked first, because a failed statement would abort the caller's transaction before it could say why.
        refuseTaken(schema, connection);
        try {
            if (roles == null) {
                execute("CREATE SCHEMA " + schema.quoted(), connection);
            } else {
                roles.create(schema, connection);
            }
        } catch (SQLException refused) {
            throw explained(schema, connection, refused);
        }
    }

    void refuseTaken(SchemaName name, Connection connection) throws SQLException {
        Optional<String> other = inWhateverCase(name, connection);
        if (other.isPresent()) {
            throw SchemaExistsException.called(other.get(), name);
        }
        if (roles != null && roles.isTaken(name, connection)) {
            throw SchemaExistsException.ofRole(name);
        }
    }

    /**
     * Refuses to copy where schemas belong to roles: the user would have to be a member of both while the copy is made.
     *
     * @throws TenantRefusedException if they do
     */
    void refuseUnlessCopyable(SchemaName schema) {
        if (roles != null) {
            throw TenantRefusedException.copiedByRole(schema);
        }
    }

    /**
     * Refuses a schema that cannot become a tenant's.
     *
     * @throws TenantRefusedException if there is none, if it is what is left of one that was being dropped, or if schemas belong to roles, to which it would have to be given with all
     *     that is in it
     */
    void refuseUnlessAdoptable(SchemaName schema, Connection connection) throws SQLException {
        if (roles != null) {
            throw TenantRefusedException.adoptedByRole(schema);
        }
        if (!exists(schema, connection)) {
            throw TenantRefusedException.nothingToAdopt(schema);
        }
        if (PartialDrop.isBegun(schema, connection)) {
            throw TenantRefusedException.halfDropped(schema);
        }
    }

    /** Returns whether nobody can have that name any more. */
    boolean isTaken(SchemaName name, Connection connection) throws SQLException {
        return inWhateverCase(name, connection).isPresent() || (roles != null && roles.isTaken(name, connection));
    }

    private SQLException explained(SchemaName schema, Connection connection, SQLException refused) throws SQLException {
        switch (String.valueOf(refused.getSQLState())) {
            // The second when another transaction created it and committed while this one waited.
            case DUPLICATE_OBJECT -> throw SchemaExistsException.ofRole(schema);
            case DUPLICATE_SCHEMA, UNIQUE_VIOLATION -> throw new SchemaExistsException(schema, refused);
            case INSUFFICIENT_PRIVILEGE -> {
                if (roles == null) {
                    throw new MissingPrivilegeException(
                            schema, connection.getMetaData().getUserName(), connection.getCatalog(), refused);
                }
                // With roles it may be one of several, and the usual ones were asked for.
                return refused;
            }
            default -> {
                return refused;
            }
        }
    }

    /**
     * Drops the schema, after everybody who has touched a table of it in a transaction that is under way.
     *
     * @throws io.tenantschemas.schema.SchemaNeededException if something of other schemas would go along
     * @throws SchemaTooLargeException if there is no room for so many locks
     */
    void drop(SchemaName schema, Connection connection) throws SQLException {
        long locks = SchemaRemoval.locks(schema, connection);
        LockTable table = LockTable.of(connection);
        // Not tried: until the rollback, everybody else's statements would fail as well.
        if (!table.holds(locks)) {
            throw SchemaTooLargeException.dropped(schema, locks, table);
        }
        SchemaRemoval.refuseNeeded(schema, connection);
        TenantRoles.Work dropping = () -> {
            lockTables(schema, connection);
            execute("DROP SCHEMA IF EXISTS " + schema.quoted() + " CASCADE", connection);
        };
        if (roles == null) {
            dropping.run();
        } else {
            roles.drop(schema, connection, dropping);
        }
    }

    /**
     * Renames the schema, after the same. PostgreSQL would let others go on, who would find the public schema only.
     *
     * @throws SchemaTooLargeException if there is no room for so many locks
     * @throws io.tenantschemas.schema.SchemaMentionedException if something in it would lead to the former name
     */
    void rename(SchemaName schema, SchemaName name, RenameOptions options, Connection connection) throws SQLException {
        int tables = tables(schema, connection).size();
        LockTable table = LockTable.of(connection);
        if (!table.holds(tables)) {
            throw SchemaTooLargeException.renamed(schema, tables, table);
        }
        TenantRoles.Work renaming = () -> {
            lockTables(schema, connection);
            new SchemaRename(schema, name, options.mentionsAllowed()).run(connection);
        };
        if (roles == null) {
            renaming.run();
        } else {
            roles.rename(schema, name, connection, renaming);
        }
    }

    /** Works with the privileges of the schema's owner. */
    void asOwner(SchemaName schema, Connection connection, TenantRoles.Work work) throws SQLException {
        if (roles == null) {
            work.run();
        } else {
            roles.withPrivileges(schema, connection, work);
        }
    }

    private static void lockTables(SchemaName schema, Connection connection) throws SQLException {
        List<String> tables = tables(schema, connection);
        if (!tables.isEmpty()) {
            execute("LOCK TABLE " + String.join(", ", tables) + " IN ACCESS EXCLUSIVE MODE", connection);
        }
    }

    private static void execute(String sql, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> tables(SchemaName schema, Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, schema.value());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    tables.add(schema.qualify(result.getString(1)));
                }
            }
        }
        return tables;
    }

    /**
     * Returns the name of a schema that differs from that name only in case, or not at all: who reads or writes it by hand would take
     * one for the other. The server reads all names of schemas for that, which takes two milliseconds for ten thousand.
     */
    private static Optional<String> inWhateverCase(SchemaName name, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IN_WHATEVER_CASE)) {
            statement.setString(1, name.value());
            statement.setString(2, name.value());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
            }
        }
    }

    static boolean exists(SchemaName schema, Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?")) {
            statement.setString(1, schema.value());
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }
}
