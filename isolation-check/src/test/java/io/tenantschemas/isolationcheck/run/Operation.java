package io.tenantschemas.isolationcheck.run;

/** Something that an application does, or should not do. Without state; used by all threads. */
public interface Operation {

    /**
     * Does it once.
     *
     * @throws Exception what the database and the library threw; whether that may happen is decided elsewhere
     */
    void run(Attempt attempt) throws Exception;

    /** Returns how many connections one attempt holds at the same time, at most. */
    default int connections() {
        return 1;
    }

    /** Returns whether it can succeed only where a session stays with its connection, and is refused behind a pooler. */
    default boolean needsSession() {
        return false;
    }

    default String name() {
        return getClass().getSimpleName();
    }
}
