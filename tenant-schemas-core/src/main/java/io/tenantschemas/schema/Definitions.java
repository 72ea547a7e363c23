package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Everything a schema is made of, but for its rows, and who may do what with it. */
final class Definitions {

    private static final List<String> QUERIES = List.of(
            Collations.QUERY,
            Types.QUERY,
            Sequences.QUERY,
            Routines.QUERY,
            Aggregates.QUERY,
            Tables.QUERY,
            Tables.PARTITIONS,
            Tables.STATES,
            Columns.DEFAULTS,
            Views.QUERY,
            Constraints.OF_TABLES,
            Constraints.OF_DOMAINS,
            Indexes.QUERY,
            Indexes.OF_PARTITIONS,
            ExtendedStatistics.QUERY,
            Triggers.QUERY,
            Triggers.RULES,
            Triggers.STATES,
            Policies.QUERY,
            Policies.ROW_SECURITY);

    private Definitions() {}

    /** Reads them while the search path leads to the schema, whose objects are therefore named without it. */
    static List<Part> read(CatalogueSql sql, Session session) throws SQLException {
        List<Part> parts = new ArrayList<>();
        for (String query : QUERIES) {
            parts.addAll(read(query, sql, session));
        }
        return parts;
    }

    /** Reads the search paths of routines that lead to the original, as they have to be in the copy. */
    static List<Part> paths(CatalogueSql sql, Session session) throws SQLException {
        return read(Routines.PATHS, sql, session);
    }

    private static List<Part> read(String query, CatalogueSql sql, Session session) throws SQLException {
        return session.query(
                sql.of(query),
                row -> new Part(
                        new ObjectId(row.getLong(1), row.getLong(2)),
                        Phase.valueOf(row.getString(3)),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)));
    }
}
