package io.tenantschemas.command;

/** Where a command finds what it works with, and only when it does. */
@FunctionalInterface
public interface CommandBeans {

    /** Returns the one object of that type. */
    <T> T get(Class<T> type);
}
