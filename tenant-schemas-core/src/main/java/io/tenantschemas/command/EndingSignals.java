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
 * <p>Not by a shutdown hook, for which the second signal would never come. Where the virtual machine lets nobody have signals, they
 * end the process at once, which leaves nothing half-done either.
 */
final class EndingSignals implements AutoCloseable {

    /** A process that is ended by a signal ends with this and the signal's number. */
    private static final int BY_SIGNAL = 128;

    private final MigrationStop stop;

    private final PrintWriter err;

    private final IntConsumer halt;

    private final List<Runnable> restoring = new ArrayList<>();

    private int received;

    private int first;

    EndingSignals(MigrationStop stop, PrintWriter err, IntConsumer halt) {
        this.stop = stop;
        this.err = err;
        this.halt = halt;
    }

    /** Heeds signals until it is closed. */
    static EndingSignals heed(MigrationStop stop, PrintWriter err) {
        EndingSignals signals =
                new EndingSignals(stop, err, code -> Runtime.getRuntime().halt(code));
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

    /** Takes note of a signal. */
    synchronized void receive(int signal) {
        received++;
        switch (received) {
            case 1 -> {
                first = signal;
                say("Stopping. Nothing further is begun, and what is running is finished; once more breaks it off.");
                stop.request();
            }
            case 2 -> {
                say("Breaking off what is running, as far as nothing of it stays; once more ends at once.");
                stop.interrupt();
            }
            default -> halt.accept(BY_SIGNAL + first);
        }
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }

    /** Returns what to end with because of a signal, or empty if none came. */
    synchronized OptionalInt exitCode() {
        return received == 0 ? OptionalInt.empty() : OptionalInt.of(BY_SIGNAL + first);
    }

    /** Leaves signals to whoever had them before. */
    @Override
    public void close() {
        restoring.forEach(Runnable::run);
    }
}
