package io.tenantschemas.command;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationStop;

/**
 * Heeds the signals that end a process, Ctrl-C among them: the first one stops a run gently, the second one breaks off what is
 * running, and the third one ends the process.
 *
 * <p>Those who want a process to end often say so twice at the same time: {@code timeout} to the process and to its group, systemd
 * with SIGTERM and SIGHUP, a script that passes on a Ctrl-C that has reached everybody. So whatever arrives right after a signal is
 * that signal, until it is said what the next one does: nobody can mean that one before. What a signal does is done before, so that
 * it does not matter whether anybody reads what is said.
 *
 * <p>Not by a shutdown hook, for which the second signal would never come. Where the virtual machine lets nobody have signals, they
 * end the process at once, which leaves nothing half-done either.
 */
final class EndingSignals implements AutoCloseable {

    /** A process that is ended by a signal ends with this and the signal's number. */
    private static final int BY_SIGNAL = 128;

    /** So long after a signal, others are the same. A person is through with reading and pressing keys later. */
    private static final long SAME_MILLIS = 250;

    private final MigrationStop stop;

    private final PrintWriter err;

    private final IntConsumer halt;

    private final Runnable pause;

    private final List<Runnable> restoring = new ArrayList<>();

    private int received;

    private int first;

    private boolean isSettling;

    private boolean isClosed;

    /**
     * Creates one that gets to know of signals by {@link #receive}.
     *
     * @param halt ends the process with an exit code
     * @param pause returns when what arrives next is another signal
     */
    EndingSignals(MigrationStop stop, PrintWriter err, IntConsumer halt, Runnable pause) {
        this.pause = pause;
        this.stop = stop;
        this.err = err;
        this.halt = halt;
    }

    /** Heeds signals until it is closed. */
    static EndingSignals heed(MigrationStop stop, PrintWriter err) {
        EndingSignals signals =
                new EndingSignals(stop, err, code -> Runtime.getRuntime().halt(code), EndingSignals::pause);
        List.of("INT", "TERM", "HUP").forEach(signals::heed);
        return signals;
    }

    /** By reflection: the compiler cannot be told not to warn of these classes, which are there for good nevertheless. */
    private void heed(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            Method number = signal.getMethod("getNumber");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle") && arguments != null) {
                            receive((int) number.invoke(arguments[0]));
                            return null;
                        }
                        return ofObject(proxy, method, arguments);
                    });
            Object named = signal.getConstructor(String.class).newInstance(name);
            Object before = handle.invoke(null, named, ours);
            restoring.add(() -> restore(handle, named, before));
        } catch (ReflectiveOperationException | LinkageError notOurs) {
            // There is no such signal, or the machine was told to leave signals alone.
        }
    }

    private static Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "signals that end a run";
        };
    }

    private static void restore(Method handle, Object signal, @Nullable Object before) {
        try {
            handle.invoke(null, signal, before);
        } catch (IllegalAccessException | InvocationTargetException stays) {
            // The process is about to end anyway.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(SAME_MILLIS);
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what a signal is for and says so; each may come on a thread of its own. */
    void receive(int signal) {
        switch (count(signal)) {
            case 0 -> {}
            case 1 -> {
                doing(
                        stop::request,
                        "Stopping. Nothing further is begun, and what is running is finished; once more breaks it off.");
            }
            case 2 -> {
                doing(
                        stop::interrupt,
                        "Breaking off what is running, as far as nothing of it stays; once more ends at once.");
            }
            default -> halt.accept(BY_SIGNAL + first);
        }
    }

    /** Returns the how many-th signal it is, or zero if it is the same as the one before. */
    private synchronized int count(int signal) {
        if (isSettling) {
            return 0;
        }
        isSettling = true;
        received++;
        if (received == 1) {
            first = signal;
        }
        return received;
    }

    private void doing(Runnable action, String line) {
        try {
            action.run();
        } finally {
            // Whatever became of it: nobody would be heard any more otherwise.
            sayLater(line);
        }
    }

    private void sayLater(String line) {
        pause.run();
        if (settle()) {
            // Not under a lock: it takes as long as nobody reads it.
            err.println(line);
            err.flush();
        }
    }

    /** Takes note that what arrives next is another signal, and returns whether there is still somebody to tell. */
    private synchronized boolean settle() {
        isSettling = false;
        return !isClosed;
    }

    /** Returns what to end with because of a signal, or empty if none came. */
    synchronized OptionalInt exitCode() {
        return received == 0 ? OptionalInt.empty() : OptionalInt.of(BY_SIGNAL + first);
    }

    /** Leaves signals to whoever had them before, and says nothing any more. */
    @Override
    public void close() {
        restoring.forEach(Runnable::run);
        synchronized (this) {
            isClosed = true;
        }
    }
}
