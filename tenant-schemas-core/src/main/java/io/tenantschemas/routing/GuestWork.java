package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Work of a tenant's migrations and initializers within a transaction that goes on for somebody else, perhaps for the next
 * tenant, who must not meet what it leaves: a temporary table of the same name would be taken for the own one.
 */
public final class GuestWork {

    /**
     * By way of dependencies, which have an index for it: relations are not found by their schema. With names that mean the same
     * whatever the path is by then. Sequences come last, because some go with their tables only.
     */
    static final String TEMPORARY = """
            SELECT pg_catalog.format('pg_temp.%I', c.relname), c.relkind, c.oid
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class c ON c.oid = d.objid
            WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                AND d.refobjid = pg_catalog.pg_my_temp_schema()
                AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.relkind IN ('r', 'p', 'v', 'S')
            ORDER BY c.relkind = 'S'
            """;

    private static final String HELD_CURSORS =
            "SELECT pg_catalog.quote_ident(name) FROM pg_catalog.pg_cursors WHERE is_holdable";

    /** What the server gives back to others with the session, and keeps no rollback from. */
    private static final String OF_THE_SESSION =
            "RESET ALL;SET SESSION AUTHORIZATION DEFAULT;RESET ROLE;UNLISTEN *;SELECT pg_catalog.pg_advisory_unlock_all();";

    private final Connection connection;

    private final Session session;

    private final boolean sharedSession;

    private final List<Relation> before;

    private GuestWork(Connection connection, Session session, boolean sharedSession, List<Relation> before) {
        this.connection = connection;
        this.session = session;
        this.sharedSession = sharedSession;
        this.before = before;
    }

    /**
     * Begins such work.
     *
     * @param sharedSession whether a pooler gives the session to others after the transaction. Otherwise the connection is
     *     taken out of service after its use, unless nothing was left
     */
    static GuestWork begin(Connection connection, boolean sharedSession) throws SQLException {
        Session session = Session.of(connection);
        session.noteGuest();
        return new GuestWork(connection, session, sharedSession, temporary(connection));
    }

    /**
     * Removes what was left. The search path is anybody's afterwards. Not needed where a rollback follows.
     *
     * @throws SQLException if the database refused it
     */
    public void end() throws SQLException {
        StringBuilder statements = new StringBuilder("DISCARD SEQUENCES;");
        if (before.isEmpty()) {
            statements.append("DISCARD TEMP;");
        } else {
            List<Relation> added = new ArrayList<>(temporary(connection));
            added.removeAll(before);
            added.forEach(relation -> statements.append(relation.drop()));
        }
        if (sharedSession) {
            statements.append(OF_THE_SESSION);
        }
        try (Statement statement = connection.createStatement()) {
            // Together, so that it is one round trip where there are no cursors.
            statement.execute(statements.append(HELD_CURSORS).toString());
            String cursors = closing(statement);
            if (!cursors.isEmpty()) {
                statement.execute(cursors);
            }
        }
    }

    /** Ends work of which it is certain that it left nothing but a path: the connection serves others after its use. */
    public void endWithoutTrace() {
        session.noteGuestGone();
    }

    /** Returns statements that close the cursors that were asked for last. */
    private static String closing(Statement statement) throws SQLException {
        StringBuilder closing = new StringBuilder();
        while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
            ResultSet result = statement.getResultSet();
            closing.setLength(0);
            while (result != null && result.next()) {
                closing.append("CLOSE ").append(result.getString(1)).append(';');
            }
        }
        return closing.toString();
    }

    private static List<Relation> temporary(Connection connection) throws SQLException {
        List<Relation> relations = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(TEMPORARY)) {
            while (result.next()) {
                relations.add(new Relation(result.getString(1), result.getString(2), result.getLong(3)));
            }
        }
        return relations;
    }

    private record Relation(String name, String kind, long id) {

        String drop() {
            String what = switch (kind) {
                case "v" -> "VIEW";
                case "S" -> "SEQUENCE";
                default -> "TABLE";
            };
            return "DROP " + what + " IF EXISTS " + name + " CASCADE;";
        }
    }
}
