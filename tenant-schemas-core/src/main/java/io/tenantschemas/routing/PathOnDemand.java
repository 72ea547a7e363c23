package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.tenantschemas.context.TenantBinding;

/** Sets the path of a session that somebody uses on the neutral one, when something of theirs has to be found by it. */
final class PathOnDemand {

    private final BindingSql sql;

    private final Arrival arrival;

    private final Whereabouts whereabouts;

    PathOnDemand(BindingSql sql, Arrival arrival, Whereabouts whereabouts) {
        this.sql = sql;
        this.arrival = arrival;
        this.whereabouts = whereabouts;
    }

    /**
     * Sets the path of a session in which nobody but {@code binding} left anything, outside of transactions, unless it is known
     * to be there.
     *
     * @param before statements that come first
     */
    void set(Connection connection, Session session, TenantBinding binding, String before) throws SQLException {
        Inquiry inquiry = whereabouts.inquiry(binding);
        if (!before.isEmpty() || !whereabouts.areKnown(connection, session, binding, inquiry)) {
            setAnew(connection, session, binding, before);
            session.pointed(inquiry, whereabouts.reported(connection));
        }
    }

    /** Does the same from within the transaction that is under way, whose rollback undoes it. */
    void setInTransaction(Connection connection, Session session, TenantBinding binding, String before)
            throws SQLException {
        setAnew(connection, session, binding, before);
        session.notePathMoved();
    }

    private void setAnew(Connection connection, Session session, TenantBinding binding, String before)
            throws SQLException {
        session.forgetInquiry();
        arrive(connection, sql.forSession(session, binding), session, binding, before);
    }

    /**
     * Sets the path for what is left of the transaction that is under way, or begins with this.
     *
     * @param before statements that come first
     * @param beforeQueries whether something follows that has to come before any query, so that nothing is asked
     */
    void setForRestOfTransaction(
            Connection connection, Session session, TenantBinding binding, String before, boolean beforeQueries)
            throws SQLException {
        if (beforeQueries) {
            session.notePathMoved();
            try (Statement statement = connection.createStatement()) {
                statement.execute(before + sql.localPath(binding));
            }
            return;
        }
        arrive(connection, sql.forTransaction(session, binding), session, binding, before);
    }

    private void arrive(
            Connection connection, PointingSql pointing, Session session, TenantBinding binding, String before)
            throws SQLException {
        arrival.of(connection, sql.namedUnlessChosen(pointing.before(before), connection, session, binding), binding);
    }

    /** Returns whether the path is that of the shared tables. */
    boolean isNeutral(Connection connection) throws SQLException {
        String path = LastAnswer.of(connection, "SHOW search_path", row -> row.getString(1));
        return path.equals(sql.path(TenantBinding.toShared()).replace("\"", ""));
    }
}
