package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.Tenant;

/** Brings a session to the neutral path, if it may be elsewhere, and asks about a tenant, if that has to be, in one round trip. */
final class Question {

    private final ConnectionRouter router;

    private final Session session;

    private final TenantBinding binding;

    private final @Nullable Tenant tenant;

    private final boolean expressions;

    private boolean namesCount;

    private boolean expressionsCount;

    /**
     * As one for {@code binding}, about {@code tenant} or about nobody.
     *
     * @param expressions whether the server looks at what it keeps of the tables, which takes longer
     */
    Question(
            ConnectionRouter router,
            Session session,
            TenantBinding binding,
            @Nullable Tenant tenant,
            boolean expressions) {
        this.router = router;
        this.session = session;
        this.binding = binding;
        this.tenant = tenant;
        this.expressions = expressions;
    }

    /** Returns whether the session is fit for use. */
    boolean ask(Connection connection, String neutralPath) throws SQLException {
        SearchPaths paths = router.paths();
        Whereabouts whereabouts = router.whereabouts();
        long now = whereabouts.nanoTime();
        if (session.isNeutralFor(
                binding, paths, neutralPath, router.path(binding), now, whereabouts.reported(connection))) {
            if (tenant != null) {
                router.question().ask(connection, tenant, expressions, this::read);
            }
            return true;
        }
        boolean cleans = !session.served(binding, paths);
        // First: the path moves also where the answer is a refusal.
        session.forgetInquiry();
        PointingSql sql = PointingSql.of(neutralPath, session, cleans ? select() + LeftOvers.COLUMNS : select())
                .setting("application_name", session.applicationName(connection));
        Optional<LeftOvers> leftOvers = LastAnswer.of(
                connection, (cleans ? sql.before(LeftOvers.discarding(session)) : sql).text(), this::read);
        if (leftOvers.isPresent() && !leftOvers.get().remove(connection, session)) {
            return false;
        }
        if (cleans) {
            session.serves(binding);
        }
        session.pointed(new Inquiry(neutralPath, Inquiry.NOTHING_TO_HEAR, now), whereabouts.reported(connection));
        return true;
    }

    /** Returns whether the schema of the tenant holds what is found by the path, or finds others by it. */
    boolean namesCount() {
        return namesCount;
    }

    /** Returns whether what is kept of its tables asks for the path; false if that was not asked. */
    boolean expressionsCount() {
        return expressionsCount;
    }

    private String select() {
        return tenant == null ? TenantQuestion.ABOUT_NOBODY : router.question().about(tenant, expressions);
    }

    private Optional<LeftOvers> read(ResultSet row) throws SQLException {
        if (tenant != null) {
            router.arrival().verifyRow(tenant, row.getBoolean(1));
            if (!row.getBoolean(2)) {
                throw new MissingSchemaException(binding, tenant.schema());
            }
            namesCount = row.getBoolean(3);
            expressionsCount = row.getBoolean(4);
        }
        return LeftOvers.from(row, TenantQuestion.COLUMNS + 1);
    }
}
