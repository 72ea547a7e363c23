package io.tenantschemas.routing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;

/** Stands before an object of JDBC that hangs on a routed connection, and lets nothing out that does not lead back here. */
abstract class Guarded implements InvocationHandler {

    private final Object target;

    private final Guard guard;

    private final String what;

    /** As one that stands before {@code target}, which messages call {@code what}. */
    Guarded(Object target, Guard guard, String what) {
        this.target = target;
        this.guard = guard;
        this.what = what;
    }

    final <T> T as(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(Guarded.class.getClassLoader(), new Class<?>[] {type}, this));
    }

    @Override
    public final @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> args != null && proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> describe();
            case "isWrapperFor" -> isItself(proxy, args) || isTrue(pass(target, method, args));
            case "unwrap" -> isItself(proxy, args) ? proxy : unwrapped(method, args);
            default -> call(proxy, method, args);
        };
    }

    // What JDBC asks for, and the connection behind a proxy of the pool is not to be had by asking for a Connection.
    private static boolean isItself(Object proxy, @Nullable Object @Nullable [] args) {
        return args != null && args[0] instanceof Class<?> type && type.isInstance(proxy);
    }

    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }

    /** Hands out an object of the driver's or the pool's, of which nothing leads back here, but perhaps to the session. */
    private @Nullable Object unwrapped(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        guard.check(what);
        guard.prepare(Pointing::beforeUnseen);
        guard.noteUse();
        Object unwrapped = pass(method, args);
        guard.session().noteUnseen();
        return unwrapped;
    }

    /** Handles a method of JDBC. */
    abstract @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable;

    String describe() {
        return String.valueOf(target);
    }

    final @Nullable Object pass(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return pass(target, method, args);
    }

    static @Nullable Object pass(Object target, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }
}
