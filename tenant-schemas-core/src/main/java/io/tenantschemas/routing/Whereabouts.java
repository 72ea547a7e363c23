package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;

/** What is known of where sessions point without asking them, and for how long. */
final class Whereabouts {

    private final SearchPaths paths;

    private final PathReports reports;

    private final Supplier<Optional<TenantRows>> rows;

    private final LongSupplier nanoTime;

    private final SearchPath shared;

    Whereabouts(SearchPaths paths, PathReports reports, Supplier<Optional<TenantRows>> rows, LongSupplier nanoTime) {
        this.paths = paths;
        this.reports = reports;
        this.rows = rows;
        this.nanoTime = nanoTime;
        this.shared = paths.pathFor(TenantBinding.toShared());
    }

    /** Returns what is to be asked for {@code binding} now. */
    Inquiry inquiry(TenantBinding binding) {
        return new Inquiry(paths.pathFor(binding, shared).value(), heard(binding), nanoTime.getAsLong());
    }

    /**
     * Returns since which interruption this node is told when the tenant is dropped or renamed, or a negative number if it is
     * not. Nobody drops what everybody sees.
     */
    private long heard(TenantBinding binding) {
        return paths.tenantOf(binding) == null
                ? Inquiry.NOTHING_TO_HEAR
                : rows.get().map(each -> each.heard().getAsLong()).orElse(-1L);
    }

    /** Returns whether the session is known to point at {@code binding}, so that this need not be asked. */
    boolean areKnown(Connection connection, Session session, TenantBinding binding, Inquiry inquiry)
            throws SQLException {
        return session.pointsAt(binding, paths, reported(connection))
                && !session.keepsNumbersOfOthersThan(binding, paths)
                && inquiry.isLeftOutAfter(session.inquiry());
    }

    /** Returns the path that the server reported last, or null if it reports none. */
    @Nullable
    String reported(Connection connection) throws SQLException {
        return reports.of(connection);
    }

    /** Returns the time by which answers get old, in nanoseconds. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }
}
