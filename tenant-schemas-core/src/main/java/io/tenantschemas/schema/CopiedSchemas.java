package io.tenantschemas.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import io.tenantschemas.tenant.SchemaName;

/**
 * A schema and its copy, or the same schema under another name.
 *
 * @param from the name of the schema that is copied
 * @param to the name of its copy
 * @param source the number of the first
 * @param target the number of the second
 * @param formerOwner the number of the role to which the first belongs
 * @param owner the name of the role to which the second belongs
 */
record CopiedSchemas(SchemaName from, SchemaName to, long source, long target, long formerOwner, String owner) {

    private static final String INVALID_SCHEMA_NAME = "3F000";

    private static final String QUERY = "SELECT n.oid, n.nspowner, pg_catalog.pg_get_userbyid(n.nspowner)"
            + " FROM pg_catalog.pg_namespace n WHERE n.nspname = ?";

    static CopiedSchemas read(SchemaName from, SchemaName to, Connection connection) throws SQLException {
        Found source = find(from, connection).orElseThrow(() -> missing(from, to, from));
        Found target = find(to, connection).orElseThrow(() -> missing(from, to, to));
        return new CopiedSchemas(from, to, source.number(), target.number(), source.owner(), target.ownerName());
    }

    /** Returns a schema before and after it gets another name. */
    static CopiedSchemas ofRename(SchemaName from, SchemaName to, Connection connection) throws SQLException {
        Found schema = find(from, connection)
                .orElseThrow(
                        () -> new SQLException("schema \"%s\" does not exist".formatted(from), INVALID_SCHEMA_NAME));
        return new CopiedSchemas(from, to, schema.number(), schema.number(), schema.owner(), schema.ownerName());
    }

    private static UncopyableSchemaException missing(SchemaName from, SchemaName to, SchemaName missing) {
        return new UncopyableSchemaException(from, to, List.of("there is no schema '%s'".formatted(missing)));
    }

    private static Optional<Found> find(SchemaName name, Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, name.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Found(row.getLong(1), row.getLong(2), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    /** Returns questions about the schema that is copied. */
    CatalogueSql ofSource() {
        return new CatalogueSql(source, this);
    }

    /** Returns questions about the copy. */
    CatalogueSql ofTarget() {
        return new CatalogueSql(target, this);
    }

    static String quoted(String role) {
        return '"' + role.replace("\"", "\"\"") + '"';
    }

    private record Found(long number, long owner, String ownerName) {}
}
