package io.tenantschemas.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javax.sql.DataSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * Makes sure that a name that belongs to the tenants does not exist in the public schema or in an extra one, where any
 * tenant that lacks its own would reach it. An application that had a single tenant before has such names.
 *
 * <p>Relations (tables, views, sequences) and routines count, routines by name whatever their arguments. What belongs to an
 * extension does not count, nor does Flyway's history table, which is always named with its schema, nor a sequence that
 * goes wherever its table goes.
 */
public final class FallThroughCheck implements SchemaCheck {

    /** The schema that the remedies move things to. */
    static final String OUT_OF_REACH = "legacy";

    private static final String HISTORY_TABLE = "flyway_schema_history";

    private static final String SEQUENCE = "sequence";

    /** By way of dependencies, which have an index for it: of the catalogues themselves, none is found by its schema. */
    static final String OF_SCHEMA = """
            WITH tenant_object AS MATERIALIZED (
                SELECT d.classid, d.objid
                FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_depend d
                    ON d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid
                WHERE n.nspname = ?
            ), tenant_relation AS (
                SELECT c.relname AS name
                FROM tenant_object o JOIN pg_catalog.pg_class c ON c.oid = o.objid
                WHERE o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                    AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
            ), tenant_routine AS (
                SELECT DISTINCT p.proname AS name
                FROM tenant_object o JOIN pg_catalog.pg_proc p ON p.oid = o.objid
                WHERE o.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
            )
            """;

    /** The same of several. */
    private static final String OF_SCHEMAS = OF_SCHEMA.replace("n.nspname = ?", "n.nspname = ANY (?)");

    private static final String OF_NAMES = """
            WITH tenant_relation AS (
                SELECT pg_catalog.unnest(?) AS name
            ), tenant_routine AS (
                SELECT NULL::name AS name WHERE false
            )
            """;

    /**
     * Relations by name and schema together, routines from those that all can see: a name alone is that of something in each
     * tenant's schema. With a limit, of which the server makes no hash table for the whole database.
     */
    static final String COLLISIONS = """
            , shared_schema AS MATERIALIZED (
                SELECT n.oid, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY (?)
            ), shared_routine AS MATERIALIZED (
                SELECT p.oid, p.proname, n.nspname
                FROM shared_schema n
                    JOIN pg_catalog.pg_depend s
                        ON s.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND s.refobjid = n.oid
                            AND s.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                    JOIN pg_catalog.pg_proc p ON p.oid = s.objid
                WHERE EXISTS (SELECT FROM tenant_routine)
            )
            SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                       WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind,
                   n.nspname AS schema,
                   c.relname::text AS name,
                   pg_catalog.format('%I.%I', n.nspname, c.relname) AS qualified
            FROM pg_catalog.pg_class c JOIN shared_schema n ON n.oid = c.relnamespace
            WHERE c.relnamespace = ANY (ARRAY(SELECT oid FROM shared_schema)) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                AND c.relname = ANY (ARRAY(SELECT name FROM tenant_relation)) AND c.relname <> ALL (?)
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
                AND NOT (c.relkind = 'S' AND (SELECT true FROM pg_catalog.pg_depend d
                        JOIN pg_catalog.pg_class o ON o.oid = d.refobjid
                    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                        AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0
                        AND d.deptype IN ('a', 'i') AND o.relname IN (SELECT name FROM tenant_relation)
                    LIMIT 1) IS NOT NULL)
            UNION ALL
            SELECT 'routine', p.nspname,
                   p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')',
                   pg_catalog.format('%I.%I(%s)', p.nspname, p.proname,
                       pg_catalog.pg_get_function_identity_arguments(p.oid))
            FROM shared_routine p
            WHERE p.proname IN (SELECT name FROM tenant_routine) AND p.proname <> ALL (?)
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'e')
            ORDER BY 2, 3
            """;

    /**
     * Whether any name that all can see is one of a tenant's at all, as it hardly ever is. Those that all can see are found by way
     * of dependencies, and with a limit no more is read of the tenants' than one of that name.
     */
    static final String IS_ANY_SUSPECT = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace p
                    JOIN pg_catalog.pg_depend d
                        ON d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = p.oid
                            AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                    JOIN pg_catalog.pg_class s ON s.oid = d.objid
                WHERE p.nspname = ANY (?) AND s.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND s.relname <> ALL (?)
                    AND (SELECT true FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relname = s.relname AND n.nspname = ANY (?)
                            AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') LIMIT 1) IS NOT NULL)
                OR EXISTS (SELECT FROM pg_catalog.pg_namespace p
                    JOIN pg_catalog.pg_depend d
                        ON d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = p.oid
                            AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                    JOIN pg_catalog.pg_proc s ON s.oid = d.objid
                WHERE p.nspname = ANY (?) AND s.proname <> ALL (?)
                    AND (SELECT true FROM pg_catalog.pg_proc c JOIN pg_catalog.pg_namespace n ON n.oid = c.pronamespace
                        WHERE c.proname = s.proname AND n.nspname = ANY (?) LIMIT 1) IS NOT NULL)
            """;

    /** By the names that all can see, of which there are few: a tenant's has to be like one of them. */
    private static final String SUSPECTS = """
            SELECT n.nspname
            FROM pg_catalog.pg_class s JOIN pg_catalog.pg_namespace p ON p.oid = s.relnamespace
                JOIN pg_catalog.pg_class c ON c.relname = s.relname
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE p.nspname = ANY (?) AND s.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND s.relname <> ALL (?)
                AND n.nspname = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = s.oid AND d.deptype = 'e')
                AND NOT (s.relkind = 'S' AND EXISTS (SELECT FROM pg_catalog.pg_depend d
                        JOIN pg_catalog.pg_class o ON o.oid = d.refobjid
                        JOIN pg_catalog.pg_class its ON its.relname = o.relname AND its.relnamespace = n.oid
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = s.oid
                        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0
                        AND d.deptype IN ('a', 'i')))
            UNION
            SELECT n.nspname
            FROM pg_catalog.pg_proc s JOIN pg_catalog.pg_namespace p ON p.oid = s.pronamespace
                JOIN pg_catalog.pg_proc c ON c.proname = s.proname
                JOIN pg_catalog.pg_namespace n ON n.oid = c.pronamespace
            WHERE p.nspname = ANY (?) AND s.proname <> ALL (?) AND n.nspname = ANY (?)
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = s.oid AND d.deptype = 'e')
            """;

    private final DataSource dataSource;

    private final List<String> seenByAll;

    private final Set<String> allowed;

    /**
     * Creates a check.
     *
     * @param dataSource where connections come from when none is given; they need not be pointed at any tenant
     * @param publicSchema the schema that holds the shared tables
     * @param extraSearchPath further schemas that every tenant can see
     * @param allowed names that may exist in both places, because their entities do
     */
    public FallThroughCheck(
            DataSource dataSource,
            SchemaName publicSchema,
            Collection<SchemaName> extraSearchPath,
            Collection<String> allowed) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.dataSource = dataSource;
        this.seenByAll = new ArrayList<>();
        this.seenByAll.add(publicSchema.value());
        extraSearchPath.forEach(schema -> seenByAll.add(schema.value()));
        this.allowed = new TreeSet<>(allowed);
        this.allowed.add(HISTORY_TABLE);
    }

    /**
     * Checks what that tenant's schema holds, on a connection of its own.
     *
     * @throws NameCollisionException if something of it exists in sight of every tenant
     */
    @Override
    public void check(SchemaName tenant) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            check(tenant, connection);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /**
     * Checks what that tenant's schema holds.
     *
     * @throws NameCollisionException if something of it exists in sight of every tenant
     */
    public void check(SchemaName tenant, Connection connection) {
        refuse("the tenant '" + tenant + "'", find(connection, OF_SCHEMA, tenant.value()));
    }

    /**
     * Checks the relations that the entities of tenants have, whether or not there is a tenant yet.
     *
     * @param names the names of tables and sequences, as they stand in PostgreSQL's catalogue
     * @throws NameCollisionException if one of them exists in sight of every tenant
     */
    public void check(Collection<String> names, Connection connection) {
        refuse("the tenants", find(connection, OF_NAMES, names));
    }

    @Override
    public Collection<SchemaName> suspects(Collection<SchemaName> tenants) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            List<String> names = tenants.stream().map(SchemaName::value).toList();
            return isAnySuspect(names, connection) ? suspects(names, connection) : List.of();
        } catch (SQLException failure) {
            throw translated(failure);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /**
     * Returns what exists in sight of every tenant with a name that something of these tenants has.
     *
     * @param tenants some hundred at most, because they are asked about together
     */
    public List<NameCollision> collisions(Collection<SchemaName> tenants) {
        Collection<SchemaName> suspects = suspects(tenants);
        return suspects.isEmpty()
                ? List.of()
                : onOwnConnection(connection -> find(
                        connection,
                        OF_SCHEMAS,
                        suspects.stream().map(SchemaName::value).toList()));
    }

    /**
     * Returns what exists in sight of every tenant with one of these names.
     *
     * @param names the names of tables and sequences, as they stand in PostgreSQL's catalogue
     */
    public List<NameCollision> collisionsWith(Collection<String> names) {
        return names.isEmpty() ? List.of() : onOwnConnection(connection -> find(connection, OF_NAMES, names));
    }

    private <T> T onOwnConnection(Function<Connection, T> work) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            return work.apply(connection);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    private boolean isAnySuspect(List<String> tenants, Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(IS_ANY_SUSPECT)) {
            bind(query, List.of(seenByAll, allowed, tenants, seenByAll, allowed, tenants));
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private List<SchemaName> suspects(List<String> tenants, Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SUSPECTS)) {
            bind(query, List.of(seenByAll, allowed, tenants, seenByAll, allowed, tenants));
            List<SchemaName> suspects = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    suspects.add(SchemaName.of(rows.getString(1)));
                }
            }
            return suspects;
        }
    }

    private static void refuse(String owner, List<NameCollision> collisions) {
        if (!collisions.isEmpty()) {
            throw new NameCollisionException(owner, collisions);
        }
    }

    private List<NameCollision> find(Connection connection, String tenantNames, Object... parameters) {
        try (PreparedStatement query = connection.prepareStatement(tenantNames + COLLISIONS)) {
            List<Object> all = new ArrayList<>(List.of(parameters));
            all.addAll(List.of(seenByAll, allowed, allowed));
            bind(query, all);
            try (ResultSet rows = query.executeQuery()) {
                return collisions(rows);
            }
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    private static DataAccessException translated(SQLException failure) {
        String task = "Looking for name collisions";
        DataAccessException translated = new SQLExceptionSubclassTranslator().translate(task, null, failure);
        return translated == null ? new UncategorizedSQLException(task, null, failure) : translated;
    }

    private static void bind(PreparedStatement query, List<Object> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            set(query, i + 1, parameters.get(i));
        }
    }

    private static void set(PreparedStatement query, int index, Object parameter) throws SQLException {
        if (parameter instanceof Collection<?> names) {
            query.setArray(index, query.getConnection().createArrayOf("text", names.toArray()));
        } else {
            query.setObject(index, parameter);
        }
    }

    private static List<NameCollision> collisions(ResultSet rows) throws SQLException {
        List<NameCollision> collisions = new ArrayList<>();
        while (rows.next()) {
            String kind = rows.getString("kind");
            collisions.add(new NameCollision(
                    kind,
                    SchemaName.of(rows.getString("schema")),
                    rows.getString("name"),
                    remedy(kind, rows.getString("qualified"), rows.getString("name"))));
        }
        return collisions;
    }

    private static String remedy(String kind, String qualified, String name) {
        String alter = "ALTER " + kind.toUpperCase(Locale.ROOT) + " " + qualified;
        // A sequence that belongs to a table cannot change its schema without it.
        return kind.equals(SEQUENCE)
                ? alter + " RENAME TO \"" + OUT_OF_REACH + "_" + name.replace("\"", "\"\"") + "\";"
                : alter + " SET SCHEMA \"" + OUT_OF_REACH + "\";";
    }
}
