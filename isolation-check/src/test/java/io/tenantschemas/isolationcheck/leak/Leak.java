package io.tenantschemas.isolationcheck.leak;

import java.util.concurrent.Executor;

import org.springframework.context.support.GenericApplicationContext;

/** A mistake that lets a row reach the wrong tenant, to be planted in an application. */
public interface Leak {

    /** No mistake. */
    Leak NONE = new Leak() {};

    /** Puts the mistake into an application that is about to start. */
    default void addTo(GenericApplicationContext application) {}

    /** Returns threads that make the mistake. */
    default Executor around(Executor threads) {
        return threads;
    }
}
