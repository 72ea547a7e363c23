package io.tenantschemas.routing;

import java.lang.reflect.UndeclaredThrowableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.tenant.Quoted;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Says whether the calling thread may use what hangs on one routed connection. Asked before everything that reaches the
 * database or hands out rows, so it allocates nothing; never asked where something is only tidied up.
 */
final class Guard {

    /** PostgreSQL's code for a connection that is not there, {@code connection_does_not_exist}. */
    static final String CONNECTION_DOES_NOT_EXIST = "08003";

    private final TenantBinding binding;

    private final SearchPaths paths;

    private final RoutingRules rules;

    private final Session session;

    private final Pointing pointing;

    private final boolean borrowed;

    private final @Nullable Tenant tenant;

    private final StatementTag tag;

    private volatile long askedAt = -1;

    /** Whether the database was asked for anything, or may have been. */
    private volatile boolean used;

    /** Whether somebody is about to ask it for the first time, or did. */
    private volatile boolean inUse;

    /** Why the use was refused before that, so that the connection was given back; null if it was not. */
    private volatile @Nullable TenantSchemasException refusal;

    private Runnable beforeRefusal = () -> {};

    private volatile boolean over;

    /** As a connection's own; {@code borrowed} if the transaction that is under way on it is somebody else's. */
    Guard(
            TenantBinding binding,
            SearchPaths paths,
            RoutingRules rules,
            Session session,
            Pointing pointing,
            boolean borrowed) {
        this.binding = binding;
        this.paths = paths;
        this.rules = rules;
        this.session = session;
        this.pointing = pointing;
        this.borrowed = borrowed;
        this.tenant = paths.tenantOf(binding);
        this.tag = session.needsTags() || rules.strategy() != RoutingStrategy.SEARCH_PATH
                ? StatementTag.of(binding, paths.publicSchema())
                : StatementTag.NONE;
    }

    /** Sets what is done before the use of a connection is refused for good of which nothing was asked. */
    void beforeRefusal(Runnable action) {
        beforeRefusal = action;
    }

    /** Takes note that the database is asked for something, or may be. */
    void noteUse() {
        inUse = true;
        used = true;
    }

    /** Returns whether the use of the connection was refused for good. */
    boolean isRefused() {
        return refusal != null;
    }

    TenantBinding binding() {
        return binding;
    }

    Session session() {
        return session;
    }

    /** Returns what sees to it that the path is in place. */
    Pointing pointing() {
        return pointing;
    }

    /**
     * Takes note that {@code sql} is to be executed, and returns in which form it is.
     *
     * @throws BorrowedTransactionException if it would end a transaction that is somebody else's
     * @throws SessionStateException if it would leave something in a session that somebody else gets next
     * @throws SQLException if the connection is closed
     */
    RoutedSql note(String sql) throws SQLException {
        if (!pointing.depends()) {
            refuse(sql);
            session.note(sql);
            return new RoutedSql(tagged(sql), StatementNeeds.PATH);
        }
        ReadSql read = rules.relations().read(sql);
        QualifiedSql qualified = read.qualified();
        if (qualified != null && pointing.qualifies() && isEnough(qualified)) {
            String text = tenant == null ? sql : session.texts().qualified(qualified, tenant, tag);
            return new RoutedSql(text, StatementNeeds.of(qualified));
        }
        refuse(sql);
        session.note(read.needs().effect());
        if (read.needs().mayMovePath()) {
            pointing.pathMayMove();
        }
        return new RoutedSql(tagged(sql), read.needs());
    }

    private String tagged(String sql) {
        return tenant == null || tag.equals(StatementTag.NONE)
                ? sql
                : session.texts().tagged(sql, tenant, tag);
    }

    private void refuse(String sql) {
        if (borrowed && TransactionStatements.areIn(sql)) {
            throw new BorrowedTransactionException("The statement " + Quoted.text(sql), binding);
        }
        if (rules.scope() == RoutingScope.TRANSACTION) {
            SessionStatements.refuse(sql);
        }
    }

    private boolean isEnough(QualifiedSql sql) throws SQLException {
        // Without a tenant its tables are nowhere, which the server may say.
        return (tenant != null || !sql.isOfTenants())
                && (!sql.backslashes() || pointing.areStringsStandard())
                && (sql.schemas().isEmpty()
                        || (!pointing.isSharedByRoutines()
                                && sql.schemas().stream().allMatch(paths::isShared)));
    }

    /** Does the same with the first of {@code args}, if that is a statement, and puts the text that is executed in its place. */
    StatementNeeds noteFirst(@Nullable Object @Nullable [] args) throws SQLException {
        if (args != null && args.length > 0 && args[0] instanceof String sql) {
            RoutedSql routed = note(sql);
            args[0] = routed.text();
            return routed.needs();
        }
        return StatementNeeds.PATH;
    }

    /**
     * Returns if {@code what} may be used now.
     *
     * @throws TenantSwitchException if the thread is not bound to what the connection was opened for
     * @throws StaleTenantException if the tenant is known to be dropped or renamed
     * @throws SQLException if the connection was given back, by whoever had it or because its use was refused
     */
    void check(String what) throws SQLException {
        TenantBinding now = TenantContext.binding();
        if (now != binding && !paths.areSame(now, binding)) {
            throw TenantSwitchException.held(what, binding, now);
        }
        TenantSchemasException reason = refusal;
        if (reason != null) {
            // Whatever has the tenant's name by now, somebody else may have the connection.
            throw new SQLNonTransientConnectionException(
                    what + " was used after its connection was given back, because this was refused: "
                            + reason.getMessage(),
                    CONNECTION_DOES_NOT_EXIST,
                    reason);
        }
        if (over) {
            // By now the pool may have given the connection to somebody else.
            throw new SQLNonTransientConnectionException(
                    what + " was used after its connection was closed.", CONNECTION_DOES_NOT_EXIST);
        }
        if (tenant != null) {
            checkThere(tenant);
        }
    }

    /** Gives the connection back, on which nothing was asked, and returns why it is refused. */
    private <X extends TenantSchemasException> X refused(X reason) {
        refusal = reason;
        beforeRefusal.run();
        return reason;
    }

    /** Returns whether the thread is bound to what the connection was opened for, and the connection was not given back. */
    boolean isBound() {
        return !over && paths.areSame(TenantContext.binding(), binding);
    }

    private void checkThere(Tenant tenant) {
        long version = rules.retiredTenants().version();
        if (version != askedAt) {
            if (rules.retiredTenants().contains(tenant)) {
                StaleTenantException stale = StaleTenantException.meanwhile(tenant);
                throw inUse ? stale : refused(stale);
            }
            askedAt = version;
        }
    }

    /**
     * Returns if {@code what} may be used now, which reads or writes large objects.
     *
     * @throws LargeObjectException if large objects are refused
     */
    void checkLargeObject(String what) throws SQLException {
        check(what);
        if (tenant != null && !rules.largeObjects()) {
            throw new LargeObjectException(tenant, what);
        }
    }

    /** Returns what to say of something that was not found: of a relation of tenants of another type, whose it is. */
    SQLException explained(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        return binding.tenant()
                .<SQLException>flatMap(bound -> rules.relations()
                        .findMissing(message, bound)
                        .map(relation -> new TenantTypeRequiredSqlException(relation, bound, failure)))
                .orElse(failure);
    }

    /** Returns whether a relation that does not exist may be one of the tenants, of whom none is bound. */
    boolean lacksTenant() {
        return binding.tenant().isEmpty();
    }

    /**
     * Does {@code work}, which asks the database something, with the path in place.
     *
     * @throws MissingSchemaException if the server knows no such schema
     * @throws StaleTenantException if the schema is not the tenant's any more
     * @throws RoleRefusedException if the connection may not become the tenant's role
     */
    @Nullable
    Object run(Pointing.Work work) throws Throwable {
        return run(StatementNeeds.PATH, work);
    }

    /** Does the same with a statement that has these needs. */
    @Nullable
    Object run(StatementNeeds needs, Pointing.Work work) throws Throwable {
        if (used) {
            return pointing.run(needs, work);
        }
        // Another thread must not give it back meanwhile.
        inUse = true;
        try {
            return pointing.run(needs, () -> {
                used = true;
                return work.run();
            });
        } catch (MissingSchemaException | StaleTenantException | RoleRefusedException reason) {
            // Of the server, which was asked only now.
            throw used ? reason : refused(reason);
        }
    }

    /** Sees to it that the path is in place for what is about to be done otherwise. */
    void prepare(Preparation preparation) throws SQLException {
        try {
            preparation.of(pointing);
        } catch (MissingSchemaException | StaleTenantException | RoleRefusedException reason) {
            throw used ? reason : refused(reason);
        }
    }

    /** Does {@code work}, which asks the database something, with the path in place. */
    void ask(Pointing.Work work) throws SQLException {
        try {
            run(work);
        } catch (SQLException | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable other) {
            throw new UndeclaredThrowableException(other);
        }
    }

    /** Ends the use of everything that hangs on the connection. */
    void end() {
        over = true;
    }

    /** Something that sees to it that a path is in place. */
    @FunctionalInterface
    interface Preparation {

        /** Does so with {@code pointing}. */
        void of(Pointing pointing) throws SQLException;
    }
}
