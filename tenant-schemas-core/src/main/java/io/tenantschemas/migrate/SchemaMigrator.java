package io.tenantschemas.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tenantschemas.tenant.SchemaName;

/**
 * Migrates one schema.
 *
 * <p>Which schemas there are, and in which order they take their turn, is not known here. Implementations must be safe for
 * use by several threads.
 */
public interface SchemaMigrator {

    /**
     * Checks that the migrations that tenants go through, of each type and of none, can be told apart; no schema is looked at. It is
     * for start-up, so that it must not take long.
     *
     * @throws AmbiguousMigrationException if there are two that cannot be told apart, so that these tenants could not be migrated
     */
    default void verifyMigrations() {}

    /**
     * Brings the schema up to date on a connection of the migrator's own, each migration in a transaction of its own unless
     * it cannot run in one. What ran before a failure stays; running again does only what is left.
     *
     * <p>A tenant's schema that does not exist is not created. The shared one is.
     *
     * @throws SchemaMigrationException if a migration fails or the schema cannot be migrated
     * @throws MissingSchemaException if a tenant's schema does not exist
     * @throws DatabaseUnreachableException if there is no connection to be had
     */
    SchemaMigrationResult.Done migrate(MigrationTarget target);

    /**
     * Brings the schema up to date as {@link #migrate(MigrationTarget)} does, unless another process is doing that.
     *
     * @param stop breaks off what is running, if that is asked for and nothing of it stays; it has failed then
     * @return how it went, or empty if another process migrates the schema
     * @throws SchemaMigrationException if a migration fails or the schema cannot be migrated
     * @throws MissingSchemaException if a tenant's schema does not exist
     * @throws DatabaseUnreachableException if there is no connection to be had
     */
    default Optional<SchemaMigrationResult.Done> tryMigrate(MigrationTarget target, MigrationStop stop) {
        return Optional.of(migrate(target));
    }

    /**
     * Does the same, and may send a notice with the migrations, in which case it {@linkplain MigrationNotice#sent() says so}.
     *
     * @return how it went, or empty if another process migrates the schema
     * @throws SchemaMigrationException if a migration fails or the schema cannot be migrated
     * @throws MissingSchemaException if a tenant's schema does not exist
     * @throws DatabaseUnreachableException if there is no connection to be had
     */
    default Optional<SchemaMigrationResult.Done> tryMigrate(
            MigrationTarget target, MigrationStop stop, MigrationNotice notice) {
        return tryMigrate(target, stop);
    }

    /**
     * Does the same with a schema that may have become somebody else's meanwhile, unless it has. A name says nothing of that.
     *
     * @return how it went, or empty if another process migrates the schema, or the condition does not hold
     * @throws SchemaMigrationException if a migration fails or the schema cannot be migrated
     * @throws MissingSchemaException if a tenant's schema does not exist
     * @throws DatabaseUnreachableException if there is no connection to be had
     * @throws UnsupportedOperationException if this migrator cannot ask
     */
    default Optional<SchemaMigrationResult.Done> tryMigrate(
            MigrationTarget target, MigrationStop stop, MigrationCondition condition) {
        throw new UnsupportedOperationException("This migrator cannot ask whether a schema is still to be migrated");
    }

    /**
     * Brings the schema up to date inside the caller's transaction: all of it commits with that transaction or not at all.
     * The connection is neither closed nor committed.
     *
     * <p>After a failure everything that this call did has been undone. Afterwards the connection's search path reads as it
     * did before, but for the rest of the session, even where it had been set for the transaction only: the caller has to
     * assert the path it needs.
     *
     * @param connection a connection with autocommit off
     * @throws NonTransactionalMigrationException if a migration cannot run in a transaction; nothing has run then
     * @throws SchemaMigrationException if a migration fails, or the connection has autocommit on
     * @throws MissingSchemaException if a tenant's schema does not exist
     */
    SchemaMigrationResult.Done migrate(MigrationTarget target, Connection connection);

    /**
     * Does the same, and tells whether the session is as it was before.
     *
     * @param connection a connection with autocommit off
     * @throws NonTransactionalMigrationException if a migration cannot run in a transaction; nothing has run then
     * @throws SchemaMigrationException if a migration fails, or the connection has autocommit on
     * @throws MissingSchemaException if a tenant's schema does not exist
     */
    default MigrationOutcome migrateWithin(MigrationTarget target, Connection connection) {
        return new MigrationOutcome(migrate(target, connection), false);
    }

    /**
     * Gives a tenant's schema that has no history one that begins at a version: it counts as having been through all migrations up to
     * that one. Inside the caller's transaction, of which the same holds as for {@link #migrate(MigrationTarget, Connection)}.
     *
     * @param version a version, of a migration that there is or not
     * @param connection a connection with autocommit off
     * @throws SchemaMigrationException if the schema has a history, if that cannot be a version, or if the connection has autocommit on
     * @throws MissingSchemaException if the schema does not exist
     * @throws UnsupportedOperationException if this migrator knows of no such thing
     */
    default void baseline(MigrationTarget target, String version, Connection connection) {
        throw new UnsupportedOperationException("This migrator cannot begin a history at a version");
    }

    /**
     * Keeps others from migrating a schema until the transaction ends, where that can be.
     *
     * @param connection a connection with autocommit off
     * @return false if another process is at it
     * @throws SQLException if the database refused it
     */
    default boolean hold(MigrationTarget target, Connection connection) throws SQLException {
        return true;
    }

    /**
     * Gives a tenant's schema that is a copy of another one, but for rows, the history of that. Inside the caller's transaction.
     *
     * @param connection a connection with autocommit off
     * @throws SQLException if the database refused it
     * @throws UnsupportedOperationException if this migrator knows of no such thing
     */
    default void copyHistory(MigrationTarget from, MigrationTarget to, Connection connection) throws SQLException {
        throw new UnsupportedOperationException("This migrator cannot copy a history");
    }

    /**
     * Finds out what is left to do, and changes nothing.
     *
     * @return either {@link SchemaMigrationResult.Pending} or {@link SchemaMigrationResult.UpToDate}
     * @throws SchemaMigrationException if that cannot be found out
     * @throws MissingSchemaException if a tenant's schema does not exist
     * @throws DatabaseUnreachableException if there is no connection to be had
     */
    SchemaMigrationResult pending(MigrationTarget target);

    /**
     * Finds out what would run, and changes nothing.
     *
     * @return what is pending, in order; nothing if the schema is up to date
     * @throws SchemaMigrationException if that cannot be found out
     * @throws MissingSchemaException if a tenant's schema does not exist
     * @throws DatabaseUnreachableException if there is no connection to be had
     */
    default List<PlannedMigration> plan(MigrationTarget target) {
        return pending(target) instanceof SchemaMigrationResult.Pending pending
                ? pending.migrations().stream()
                        .map(migration -> new PlannedMigration(migration, "unknown", null))
                        .toList()
                : List.of();
    }

    /**
     * Finds out whether a schema lacks something that it is to go through, and changes nothing. One that does not exist, or that
     * cannot be migrated as it is, is behind, too. One that has been through more than is known here is not: a newer application may
     * have migrated it.
     *
     * @throws SchemaMigrationException if that cannot be found out
     * @throws DatabaseUnreachableException if there is no connection to be had
     */
    default boolean isBehind(MigrationTarget target) {
        try {
            return pending(target) instanceof SchemaMigrationResult.Pending;
        } catch (MissingSchemaException missing) {
            return true;
        }
    }

    /**
     * Divides tenants' schemas into groups of which it is known that they are in the same state. Changes nothing, and asks the
     * database about many at once.
     *
     * @param targets tenants' schemas, each once
     * @return all of them, in the order of the first of each group; what is not known to be like any other is alone
     * @throws DatabaseUnreachableException if there is no connection to be had
     */
    default List<AlikeTargets> alike(List<MigrationTarget> targets) {
        return targets.stream().map(AlikeTargets::alone).toList();
    }

    /**
     * Finds out which schemas were a tenant's, whether or not one has them now, by what they have been through. Changes nothing.
     *
     * @param schemas schemas that have a history of migrations, which may be another application's
     * @return those that have been through a migration of tenants
     * @throws DatabaseUnreachableException if there is no connection to be had
     */
    default List<SchemaName> ofTenants(List<SchemaName> schemas) {
        List<SchemaName> found = new ArrayList<>();
        for (SchemaName schema : schemas) {
            try {
                pending(MigrationTarget.tenant(schema));
                found.add(schema);
            } catch (SchemaMigrationException | MissingSchemaException another) {
                // It has been through something else, or is not there any more.
            }
        }
        return found;
    }
}
