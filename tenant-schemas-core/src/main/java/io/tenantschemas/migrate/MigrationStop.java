package io.tenantschemas.migrate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * Ends runs from outside: gently, so that nothing further is begun and what is running is finished, or also breaking off what is
 * running. Good for one time; safe for use by several threads.
 */
public final class MigrationStop {

    private final Set<Registration> registrations = new LinkedHashSet<>();

    private boolean isRequested;

    private boolean isInterrupted;

    /** Creates one that lets runs be. */
    public MigrationStop() {}

    /** Sees to it that no further schema is begun and nobody waits for another process. Returns at once. */
    public void request() {
        List<Registration> called;
        synchronized (registrations) {
            isRequested = true;
            called = List.copyOf(registrations);
        }
        callAll(called);
    }

    /** Calls all of them, also after one that throws: each is a run or a migration of its own. */
    private static void callAll(List<Registration> called) {
        Throwable failure = null;
        for (Registration registration : called) {
            try {
                registration.callIfDue();
            } catch (RuntimeException | Error another) {
                if (failure == null) {
                    failure = another;
                } else if (failure != another) {
                    failure.addSuppressed(another);
                }
            }
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /**
     * Does that and also breaks off what is running. Migrations that run in a transaction are rolled back and have failed; others
     * are finished, because something of them would stay. Returns at once.
     */
    public void interrupt() {
        synchronized (registrations) {
            isInterrupted = true;
        }
        request();
    }

    /** Returns whether nothing further is begun. */
    public boolean isRequested() {
        synchronized (registrations) {
            return isRequested;
        }
    }

    /** Returns whether what is running is broken off. */
    public boolean isInterrupted() {
        synchronized (registrations) {
            return isInterrupted;
        }
    }

    /** Calls {@code action} once nothing further is to be begun, or at once if that is so already. */
    Registration whenRequested(Runnable action) {
        return register(new Registration(action, false));
    }

    /**
     * Calls {@code action} once what is running is to be broken off, or at once if that is so already. For migrators.
     *
     * @return what ends that when it is closed
     */
    public Registration whenInterrupted(Runnable action) {
        Assert.notNull(action, "'action' must not be null");
        return register(new Registration(action, true));
    }

    private Registration register(Registration registration) {
        synchronized (registrations) {
            registrations.add(registration);
        }
        registration.callIfDue();
        return registration;
    }

    /** Something that is called at most once, until it is closed. */
    public final class Registration implements AutoCloseable {

        private final Runnable action;

        private final boolean isForInterrupt;

        private boolean isCalled;

        private Registration(Runnable action, boolean isForInterrupt) {
            this.action = action;
            this.isForInterrupt = isForInterrupt;
        }

        private void callIfDue() {
            synchronized (registrations) {
                if (isCalled || !(isForInterrupt ? isInterrupted : isRequested)) {
                    return;
                }
                isCalled = true;
            }
            action.run();
        }

        /** Forgets the action; a call that is under way goes on. */
        @Override
        public void close() {
            synchronized (registrations) {
                registrations.remove(this);
            }
        }
    }
}
