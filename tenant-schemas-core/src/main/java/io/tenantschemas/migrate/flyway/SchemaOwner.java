package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.role.TenantRoles;

/**
 * Works as whoever a schema belongs to. After a failure it is the caller's to go back to the user: the transaction may be aborted.
 *
 * @param roles the roles to which the schemas of tenants belong; null if all of them are the database user's
 */
record SchemaOwner(@Nullable TenantRoles roles) {

    /** Returns whether tenants' schemas belong to roles of their own. */
    boolean isRole() {
        return roles != null;
    }

    <T> T work(MigrationTarget target, Connection connection, Work<T> work) throws SQLException {
        return roles == null || target.isShared() ? work.run() : inRole(target, roles, connection, work);
    }

    /** Does the same, and lets the tenants have what was made for all. */
    <T> T share(MigrationTarget target, Connection connection, Work<T> work) throws SQLException {
        T done = work(target, connection, work);
        if (roles != null && target.isShared()) {
            roles.share(connection);
        }
        return done;
    }

    private static <T> T inRole(MigrationTarget target, TenantRoles roles, Connection connection, Work<T> work)
            throws SQLException {
        roles.verifyOwner(target.schema(), connection);
        roles.become(target.schema(), connection);
        T done = work.run();
        roles.leave(connection);
        return done;
    }

    @FunctionalInterface
    interface Work<T> {

        T run() throws SQLException;
    }
}
