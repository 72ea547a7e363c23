package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the one whom a session served last left in it, as PostgreSQL tells it.
 *
 * @param temporaryObjects whether there may be tables or anything else in {@code pg_temp}
 * @param heldCursors whether there are cursors that outlived their transaction
 * @param channels whether the session listens for notifications
 */
record LeftOvers(boolean temporaryObjects, boolean heldCursors, boolean channels) {

    /**
     * What is asked together with the path, and done: session locks are given back. Whether something is in {@code pg_temp}
     * would have to be looked for among all relations of the database, so that the schema counts.
     */
    static final String COLUMNS = ", pg_catalog.pg_my_temp_schema() <> 0"
            + ", EXISTS (SELECT FROM pg_catalog.pg_cursors WHERE is_holdable)"
            + ", EXISTS (SELECT FROM pg_catalog.pg_listening_channels())"
            + ", pg_catalog.pg_advisory_unlock_all()";

    /** The numbers that the last one drew from sequences, which cost less to forget than to ask for. */
    static final String DISCARD_SEQUENCES = "DISCARD SEQUENCES;";

    private static final String DISCARD_TEMP = "DISCARD TEMP;";

    /** Returns what is done at once, without asking, before {@link #COLUMNS}. */
    static String discarding(Session session) {
        return session.hasTemporaryObjects() ? DISCARD_SEQUENCES + DISCARD_TEMP : DISCARD_SEQUENCES;
    }

    /** Reads {@link #COLUMNS}, of which the first is at {@code column}, if they were asked. */
    static Optional<LeftOvers> from(ResultSet row, int column) throws SQLException {
        return row.getMetaData().getColumnCount() < column
                ? Optional.empty()
                : Optional.of(
                        new LeftOvers(row.getBoolean(column), row.getBoolean(column + 1), row.getBoolean(column + 2)));
    }

    /**
     * Removes them.
     *
     * @return whether that was possible: the driver may have kept notifications, which nobody can take from it
     */
    boolean remove(Connection connection, Session session) throws SQLException {
        if (channels) {
            return false;
        }
        List<String> statements = new ArrayList<>();
        if (temporaryObjects && !session.hasTemporaryObjects()) {
            session.noteTemporaryObjects();
            statements.add(DISCARD_TEMP);
        }
        if (heldCursors) {
            statements.add("CLOSE ALL;");
        }
        if (!statements.isEmpty()) {
            execute(connection, String.join("", statements));
        }
        // A notice may quote rows.
        connection.clearWarnings();
        return true;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
