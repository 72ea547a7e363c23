package io.tenantschemas.migrate;

/**
 * Is told how a run gets on.
 *
 * <p>Calls come from several threads but one at a time. What a listener throws is logged and does not stop the run. At start-up,
 * migrations come before much of an application: a bean of this type must not depend on what waits for them.
 */
public interface MigrationListener {

    /** Returns a listener that does nothing. */
    static MigrationListener none() {
        return new MigrationListener() {};
    }

    /**
     * Called before the shared schema, and again before the tenants.
     *
     * @param scope which of the two comes now
     * @param schemas how many schemas that is
     */
    default void started(MigrationScope scope, int schemas) {}

    /**
     * Called when a schema has to come again later, because its migration waited for a lock for too long. Nothing of it has stayed.
     *
     * @param target the schema
     * @param failure which migration waited
     */
    default void putOff(MigrationTarget target, MigrationFailure failure) {}

    /** Called when a schema is through, in whatever order that happens; for those not tried at the end. */
    default void finished(SchemaMigrationResult result) {}

    /** Called at the end of a run, unless it throws, once all its schemas are through. */
    default void ended(MigrationReport report) {}

    /**
     * Called at the end of a run that throws, because nothing can be tried or for an error, and leaves schemas of which it will not be
     * said that they are through.
     *
     * @param schemas how many of those that were announced
     */
    default void givenUp(int schemas) {}
}
