package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.Tenant;

/** The words in which a session is pointed at a binding and asked whether it got there. */
final class BindingSql {

    private final SearchPaths paths;

    private final Supplier<Optional<TenantRows>> rows;

    private final SearchPath shared;

    private final @Nullable String pathOfRoles;

    /**
     * As one that asks these rows.
     *
     * @param pathOfRoles the path of all bindings, where tenants have roles to become; null if each has a path instead
     */
    BindingSql(SearchPaths paths, Supplier<Optional<TenantRows>> rows, @Nullable String pathOfRoles) {
        this.paths = paths;
        this.rows = rows;
        this.shared = paths.pathFor(TenantBinding.toShared());
        this.pathOfRoles = pathOfRoles;
    }

    /** Returns the path. */
    String path(TenantBinding binding) {
        // For each checkout, so the part that is the same for all is not put together anew.
        return pathOfRoles == null ? paths.pathFor(binding, shared).value() : pathOfRoles;
    }

    /** Returns statements that point the session for its length. */
    PointingSql forSession(Session session, TenantBinding binding) {
        return forSession(session, binding, "");
    }

    /**
     * Does the same, and asks more.
     *
     * @param columns what is asked besides, with a comma first
     */
    PointingSql forSession(Session session, TenantBinding binding, String columns) {
        return becoming(PointingSql.of(path(binding), session, check(binding) + columns), binding);
    }

    /** Returns statements that point the session for what is left of the transaction. */
    PointingSql forTransaction(Session session, TenantBinding binding) {
        return becoming(PointingSql.local(path(binding), session, check(binding)), binding);
    }

    /** Returns statements that point a session of which nothing is known for its length. */
    PointingSql forUnknownSession(TenantBinding binding) {
        String path = "SET SESSION search_path = " + path(binding) + ";";
        return becoming(new PointingSql(path, check(binding), "", false), binding);
    }

    /**
     * Returns statements that point a session of which nothing is known for what is left of the transaction.
     *
     * @param before statements that come before the path
     */
    PointingSql forTransactionOfUnknown(TenantBinding binding, String before) {
        return becoming(new PointingSql(before + localPath(binding), check(binding), "", true), binding);
    }

    /** Returns a statement that sets the path for what is left of the transaction, and asks nothing. */
    String localPath(TenantBinding binding) {
        return "SET LOCAL search_path = " + path(binding) + ";";
    }

    private PointingSql becoming(PointingSql sql, TenantBinding binding) {
        if (pathOfRoles == null) {
            return sql;
        }
        Tenant tenant = paths.tenantOf(binding);
        return sql.becoming(tenant == null ? null : tenant.schema());
    }

    // current_schema() passes over schemas that are missing or may not be used, which must not go unnoticed.
    private String check(TenantBinding binding) {
        Tenant tenant = paths.tenantOf(binding);
        return "SELECT pg_catalog.current_schema(), " + (tenant == null ? "true" : conditionFor(tenant));
    }

    private String conditionFor(Tenant tenant) {
        return rows.get().map(each -> each.conditionFor(tenant)).orElse("true");
    }

    /** Adds the name under which the server lists the session, unless whom it serves chose one. */
    PointingSql namedUnlessChosen(PointingSql sql, Connection connection, Session session, TenantBinding binding)
            throws SQLException {
        return session.isNamed() ? sql : named(sql, connection, session, binding);
    }

    /** Adds the name under which the server lists the session. */
    PointingSql named(PointingSql sql, Connection connection, Session session, TenantBinding binding)
            throws SQLException {
        return sql.setting("application_name", applicationName(session.applicationName(connection), binding));
    }

    /** Returns the name under which the server lists a session that has this name of its pool. */
    String applicationName(String ofPool, TenantBinding binding) {
        Tenant tenant = paths.tenantOf(binding);
        if (tenant == null) {
            return ofPool;
        }
        // First whose it is, because the server cuts off what is too long.
        return ofPool.isEmpty() ? tenant.schema().value() : tenant.schema() + "@" + ofPool;
    }
}
