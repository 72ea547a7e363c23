package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.tenantschemas.schema.LockTable;
import io.tenantschemas.schema.SchemaRemoval;
import io.tenantschemas.schema.SchemaRemoval.Piece;
import io.tenantschemas.tenant.SchemaName;

/**
 * Drops a schema little by little, with the privileges of its owner.
 *
 * @param schema the schema
 * @param inSight the schemas that everybody sees
 * @param schemas what knows the owners
 */
record PartialDrop(SchemaName schema, List<SchemaName> inSight, Schemas schemas) {

    /**
     * The schema's comment from when the first of it is gone. A status alone can be written by hand, with something else in mind,
     * and nobody who finds one later has been asked.
     */
    static final String COMMENT = SchemaRemoval.UNFINISHED;

    /** The same of a schema that is to be made anew for its tenant, who does not go with it. */
    private static final String CLEARED = "Being cleared by Tenant Schemas, piece by piece, to be made anew.";

    /** Returns whether it was begun, whatever the tenant's status: if so, some of the schema is gone, and the rest is of no use. */
    static boolean isBegun(SchemaName schema, Connection connection) throws SQLException {
        return hasComment(schema, COMMENT, connection);
    }

    /** Returns whether the schema of a tenant that stays was begun to be cleared: some of it may be gone, of which its history knows nothing. */
    static boolean isCleared(SchemaName schema, Connection connection) throws SQLException {
        return hasComment(schema, CLEARED, connection);
    }

    private static boolean hasComment(SchemaName schema, String comment, Connection connection) throws SQLException {
        String sql =
                "SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = ? AND pg_catalog.obj_description(n.oid, 'pg_namespace') = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema.value());
            statement.setString(2, comment);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    /** Returns how many places in the lock table all that is left takes. */
    long locks(Connection connection) throws SQLException {
        return SchemaRemoval.locks(schema, connection);
    }

    /** Returns whether all that is left should go at once. */
    boolean fits(Connection connection) throws SQLException {
        return LockTable.of(connection).leavesEnoughBeside(locks(connection));
    }

    /** Returns what is left, and what of it can be dropped by itself if it should not go at once. */
    SchemaRest rest(Connection connection) throws SQLException {
        SchemaRest rest = new SchemaRest(locks(connection), LockTable.of(connection), List.of());
        return rest.fits() ? rest : new SchemaRest(rest.locks(), rest.table(), pieces(connection));
    }

    /**
     * Finds out whether others would lose something, before anything is lost.
     *
     * @throws io.tenantschemas.schema.SchemaNeededException if something of other schemas would go along
     */
    void refuseNeeded(Connection connection) throws SQLException {
        SchemaRemoval.refuseNeeded(schema, connection);
    }

    /**
     * Takes note that it is begun. Whoever else does so waits for the end of this transaction, also where there is no row to wait for
     * any more.
     */
    void begin(Connection connection) throws SQLException {
        comment(COMMENT, connection);
    }

    /** Takes note that it is begun, and that the schema is to be made anew. */
    void beginClearing(Connection connection) throws SQLException {
        comment(CLEARED, connection);
    }

    private void comment(String comment, Connection connection) throws SQLException {
        schemas.asOwner(schema, connection, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("COMMENT ON SCHEMA %s IS '%s'".formatted(schema.quoted(), comment));
            }
        });
    }

    private List<Piece> pieces(Connection connection) throws SQLException {
        List<Piece> pieces = new ArrayList<>();
        // Only as the owner it is known what may be dropped.
        schemas.asOwner(schema, connection, () -> pieces.addAll(new SchemaRemoval(schema, inSight).pieces(connection)));
        return pieces;
    }

    /**
     * Drops some of it.
     *
     * @throws io.tenantschemas.schema.SchemaNeededException if others have begun meanwhile to need something in it
     */
    void drop(List<Piece> pieces, Connection connection) throws SQLException {
        SchemaRemoval.refuseNeeded(schema, connection);
        schemas.asOwner(schema, connection, () -> SchemaRemoval.drop(pieces, connection));
    }
}
