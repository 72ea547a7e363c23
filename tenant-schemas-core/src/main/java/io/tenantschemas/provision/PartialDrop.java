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
     * The schema's comment from when the first of it may be gone. A status alone can be written by hand, with something else in mind,
     * and nobody who finds one later has been asked.
     */
    static final String COMMENT = "Being dropped by Tenant Schemas, piece by piece.";

    /** Returns whether it was begun, whatever the tenant's status: if so, some of the schema may be gone, and the rest is of no use. */
    static boolean isBegun(SchemaName schema, Connection connection) throws SQLException {
        String sql =
                "SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = ? AND pg_catalog.obj_description(n.oid, 'pg_namespace') = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema.value());
            statement.setString(2, COMMENT);
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

    /** Takes note that it is begun. */
    void begin(Connection connection) throws SQLException {
        schemas.asOwner(schema, connection, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("COMMENT ON SCHEMA %s IS '%s'".formatted(schema.quoted(), COMMENT));
            }
        });
    }

    /** Returns what there is to drop, in order. */
    List<Piece> pieces(Connection connection) throws SQLException {
        List<Piece> pieces = new ArrayList<>();
        // Only as the owner it is known what may be dropped.
        schemas.asOwner(schema, connection, () -> pieces.addAll(new SchemaRemoval(schema, inSight).pieces(connection)));
        return pieces;
    }

    /** Drops some of it. */
    void drop(List<Piece> pieces, Connection connection) throws SQLException {
        schemas.asOwner(schema, connection, () -> SchemaRemoval.drop(pieces, connection));
    }
}
