package io.tenantschemas.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * Drops what is in a schema piece by piece, where it is too much for one transaction, so that {@code DROP SCHEMA} is left with
 * little.
 *
 * <p>Each piece is dropped by a statement of its own, which names the schema, takes along what depends on the piece also in other
 * schemas (as dropping the schema does, and with the same danger: see {@link #refuseNeeded}), and does nothing if somebody has dropped it meanwhile. What depends on a piece comes
 * before it: foreign keys first, views before tables, partitions before what they are of. So hardly anything is left that a piece
 * could take along.
 *
 * <p>What would give way to something of the same name in one of the schemas that everybody sees comes last of all. Whoever
 * still works with the schema misses something else before, and notices, rather than go on with what is everybody's.
 *
 * @param schema the schema
 * @param inSight the schemas that everybody sees
 */
public record SchemaRemoval(SchemaName schema, Collection<SchemaName> inSight) {

    /** The comment of a schema of which a part was dropped, as long as the rest is there. */
    public static final String UNFINISHED = "Being dropped by Tenant Schemas, piece by piece.";

    /** All that goes along, in whatever schema. */
    private static final String MEMBERS = """
            WITH RECURSIVE members (classid, objid) AS (
                SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::pg_catalog.oid, n.oid
                FROM pg_catalog.pg_namespace n WHERE n.nspname = ?
                UNION
                SELECT d.classid, d.objid
                FROM members m JOIN pg_catalog.pg_depend d ON d.refclassid = m.classid AND d.refobjid = m.objid
            )
            """;

    private static final String COUNT = MEMBERS + "SELECT pg_catalog.count(*) FROM members";

    /** What depends on what, and whether it is a part of that. */
    private static final String DEPENDENCIES = MEMBERS + """
            SELECT DISTINCT d.classid, d.objid, d.refclassid, d.refobjid, d.deptype IN ('a', 'i', 'S', 'e')
            FROM members m JOIN pg_catalog.pg_depend d ON d.refclassid = m.classid AND d.refobjid = m.objid
            WHERE m.classid <> 'pg_catalog.pg_namespace'::pg_catalog.regclass
                AND (d.classid, d.objid) <> (d.refclassid, d.refobjid)
            """;

    /** With the tables on both sides, which are locked as well. A foreign key is its table's owner's alone to drop. */
    private static final String FOREIGN_KEYS = """
            SELECT c.tableoid, c.oid, pg_catalog.format(
                'ALTER TABLE IF EXISTS %I.%I DROP CONSTRAINT IF EXISTS %I CASCADE', n.nspname, t.relname, c.conname), false
            FROM pg_catalog.pg_constraint c
                JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
                JOIN pg_catalog.pg_class r ON r.oid = c.confrelid
                JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
                JOIN pg_catalog.pg_namespace s ON s.oid IN (t.relnamespace, r.relnamespace)
            WHERE c.contype = 'f' AND c.conparentid = 0 AND s.nspname = ? AND pg_catalog.pg_has_role(t.relowner, 'USAGE')
            ORDER BY r.relnamespace = s.oid, c.confrelid, c.oid
            """;

    /**
     * What stands in the schema by itself, and partitions. An extension is its owner's alone to drop, who need not be the schema's;
     * dropping the schema takes it along.
     */
    private static final String OBJECTS = """
            SELECT m.classid, m.objid,
                'DROP ' || CASE WHEN o.type IN ('function', 'procedure', 'aggregate') THEN 'routine'
                    WHEN o.type = 'statistics object' THEN 'statistics' ELSE o.type END
                    || ' IF EXISTS ' || o.identity || ' CASCADE',
                CASE m.classid
                    WHEN 'pg_catalog.pg_class'::pg_catalog.regclass THEN EXISTS (
                        SELECT FROM pg_catalog.pg_class a JOIN pg_catalog.pg_class b ON b.relname = a.relname
                            JOIN pg_catalog.pg_namespace n ON n.oid = b.relnamespace
                        WHERE a.oid = m.objid AND n.nspname = ANY (?))
                    WHEN 'pg_catalog.pg_proc'::pg_catalog.regclass THEN EXISTS (
                        SELECT FROM pg_catalog.pg_proc a JOIN pg_catalog.pg_proc b ON b.proname = a.proname
                            JOIN pg_catalog.pg_namespace n ON n.oid = b.pronamespace
                        WHERE a.oid = m.objid AND n.nspname = ANY (?))
                    WHEN 'pg_catalog.pg_type'::pg_catalog.regclass THEN EXISTS (
                        SELECT FROM pg_catalog.pg_type a JOIN pg_catalog.pg_type b ON b.typname = a.typname
                            JOIN pg_catalog.pg_namespace n ON n.oid = b.typnamespace
                        WHERE a.oid = m.objid AND n.nspname = ANY (?))
                    ELSE false END
            FROM pg_catalog.pg_namespace s
                JOIN pg_catalog.pg_depend m
                    ON m.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND m.refobjid = s.oid
                CROSS JOIN LATERAL pg_catalog.pg_identify_object(m.classid, m.objid, 0) o
            WHERE s.nspname = ?
                AND o.type IN ('table', 'foreign table', 'view', 'materialized view', 'sequence', 'function', 'procedure',
                    'aggregate', 'type', 'collation', 'conversion', 'operator', 'operator class', 'operator family',
                    'statistics object', 'text search parser', 'text search dictionary', 'text search template',
                    'text search configuration', 'extension')
                AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_extension x
                    WHERE m.classid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND x.oid = m.objid
                        AND NOT pg_catalog.pg_has_role(x.extowner, 'USAGE'))
                AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = m.classid AND d.objid = m.objid AND d.deptype IN ('a', 'i', 'e')
                        AND d.refclassid <> 'pg_catalog.pg_namespace'::pg_catalog.regclass
                        AND (d.refclassid, d.refobjid) <> (d.classid, d.objid)
                        AND NOT (d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND EXISTS (
                            SELECT FROM pg_catalog.pg_class p WHERE p.oid = d.objid AND p.relispartition)))
            ORDER BY m.objid
            """;

    /** Copies the schemas. */
    public SchemaRemoval {
        Assert.notNull(schema, "'schema' must not be null");
        Assert.notNull(inSight, "'inSight' must not be null");
        inSight = List.copyOf(inSight);
    }

    /**
     * Returns how many places in the {@linkplain LockTable lock table} dropping the schema takes, with all that is in it and
     * depends on it. None if there is no such schema.
     *
     * @throws SQLException if the database refused something
     */
    public static long locks(SchemaName schema, Connection connection) throws SQLException {
        Assert.notNull(schema, "'schema' must not be null");
        Assert.notNull(connection, "'connection' must not be null");
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            statement.setString(1, schema.value());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    /**
     * Refuses to drop a schema of which other schemas need more than their foreign keys to its tables and their views of them: a
     * constraint, an index or a column of theirs would go along, and nobody would notice.
     *
     * @throws SchemaNeededException if they do
     * @throws SQLException if the database refused something
     */
    public static void refuseNeeded(SchemaName schema, Connection connection) throws SQLException {
        Assert.notNull(schema, "'schema' must not be null");
        Assert.notNull(connection, "'connection' must not be null");
        NeededElsewhere needed = NeededElsewhere.read(schema, connection);
        if (!needed.objects().isEmpty()) {
            throw new SchemaNeededException(schema, needed);
        }
    }

    /**
     * Returns what can be dropped by itself, in the order in which that has to be done. Empty if there is no such schema, or
     * nothing in it.
     *
     * @throws SQLException if the database refused something
     */
    public List<Piece> pieces(Connection connection) throws SQLException {
        Assert.notNull(connection, "'connection' must not be null");
        RemovalOrder order = new RemovalOrder();
        query(
                FOREIGN_KEYS,
                List.of(schema.value()),
                connection,
                row -> order.add(object(row, 1), piece(row, 2), false));
        Object shared = connection.createArrayOf(
                "text", inSight.stream().map(SchemaName::value).toArray());
        query(
                OBJECTS,
                List.of(shared, shared, shared, schema.value()),
                connection,
                row -> order.add(object(row, 1), piece(row, 0), row.getBoolean(4)));
        query(
                DEPENDENCIES,
                List.of(schema.value()),
                connection,
                row -> order.depends(object(row, 1), object(row, 3), row.getBoolean(5)));
        return order.sorted();
    }

    private static ObjectId object(ResultSet row, int column) throws SQLException {
        return new ObjectId(row.getLong(column), row.getLong(column + 1));
    }

    private static Piece piece(ResultSet row, int locks) throws SQLException {
        return new Piece(row.getString(3), locks);
    }

    private static void query(String sql, List<Object> parameters, Connection connection, RowReader reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.size(); index++) {
                statement.setObject(index + 1, parameters.get(index));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    /**
     * Drops pieces, in their order.
     *
     * @param connection a connection in a transaction, whose user may
     * @throws SQLException if the database refused something
     */
    public static void drop(List<Piece> pieces, Connection connection) throws SQLException {
        Assert.notNull(pieces, "'pieces' must not be null");
        Assert.notNull(connection, "'connection' must not be null");
        new Session(connection).execute(pieces.stream().map(Piece::statement).toList());
    }

    /**
     * Something that is dropped by a statement of its own.
     *
     * @param statement the statement
     * @param locks how many places in the lock table it takes
     */
    public record Piece(String statement, long locks) {

        /** Checks the statement. */
        public Piece {
            Assert.hasText(statement, "'statement' must not be empty");
        }

        Piece plus(long more) {
            return new Piece(statement, locks + more);
        }
    }

    @FunctionalInterface
    private interface RowReader {

        void read(ResultSet row) throws SQLException;
    }
}
