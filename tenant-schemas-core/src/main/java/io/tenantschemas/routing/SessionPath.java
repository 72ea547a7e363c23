package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.Tenant;

/**
 * Sets the path of sessions from one checkout to the next, outside of transactions, and rids them of what somebody else left
 * there.
 */
final class SessionPath {

    private final SearchPaths paths;

    private final BindingSql sql;

    private final TenantPointing tenantPointing;

    private final Arrival arrival;

    private final Whereabouts whereabouts;

    SessionPath(
            SearchPaths paths,
            BindingSql sql,
            TenantPointing tenantPointing,
            Arrival arrival,
            Whereabouts whereabouts) {
        this.paths = paths;
        this.sql = sql;
        this.tenantPointing = tenantPointing;
        this.arrival = arrival;
        this.whereabouts = whereabouts;
    }

    /** Does what {@link ConnectionRouter#point} promises. */
    boolean set(Connection connection, Session session, TenantBinding binding) throws SQLException {
        if (session.isSpoiltFor(binding, paths)) {
            return false;
        }
        OutsideTransactions.abandon(connection, session);
        // Before the server is asked: what changes from here on may not be in its answer.
        Inquiry inquiry = whereabouts.inquiry(binding);
        // Without the latter, the path would be part of the caller's first transaction, and its rollback would
        // bring back the path of whoever had the connection before.
        return whereabouts.areKnown(connection, session, binding, inquiry)
                || OutsideTransactions.run(connection, () -> setAndClean(connection, session, binding, inquiry));
    }

    private boolean setAndClean(Connection connection, Session session, TenantBinding binding, Inquiry inquiry)
            throws SQLException {
        // First: the path moves also where the answer is that the schema is missing or another's, and then whoever the
        // session served before must not be taken for the one to whom it points.
        session.forgetInquiry();
        if (session.served(binding, paths) && !session.keepsNumbersOfOthersThan(binding, paths)) {
            arrival.of(connection, sql.forSession(session, binding), binding);
        } else {
            Optional<LeftOvers> leftOvers = arriveAfterOthers(connection, session, binding);
            if (leftOvers.isPresent() && !leftOvers.get().remove(connection, session)) {
                return false;
            }
            session.serves(binding);
        }
        session.pointed(inquiry, whereabouts.reported(connection));
        return true;
    }

    private Optional<LeftOvers> arriveAfterOthers(Connection connection, Session session, TenantBinding binding)
            throws SQLException {
        Tenant tenant = paths.tenantOf(binding);
        boolean isUsual = !session.pathMayHaveMoved()
                && !session.hasTemporaryObjects()
                && !session.servedNamesakeOf(binding, paths);
        if (tenant != null && isUsual) {
            String name = sql.applicationName(session.applicationName(connection), binding);
            return arrival.of(
                    reader -> tenantPointing.ask(connection, tenant, sql.path(binding), name, reader), binding);
        }
        return arrival.of(connection, cleaning(connection, session, binding), binding);
    }

    private PointingSql cleaning(Connection connection, Session session, TenantBinding binding) throws SQLException {
        PointingSql cleaning = sql.named(
                        sql.forSession(session, binding, LeftOvers.COLUMNS), connection, session, binding)
                .before(LeftOvers.discarding(session));
        // The path is the same text for both, so neither the driver nor the server notices that tables are others.
        return session.servedNamesakeOf(binding, paths) ? cleaning.before("DEALLOCATE ALL;") : cleaning;
    }
}
