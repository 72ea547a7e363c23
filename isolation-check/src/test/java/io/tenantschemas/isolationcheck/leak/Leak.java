package io.tenantschemas.isolationcheck.leak;

import java.util.concurrent.ExecutorService;

import org.springframework.context.support.GenericApplicationContext;

/** A mistake that lets a row reach the wrong tenant. */
public interface Leak {

    /** No mistake. */
    Leak NONE = new Leak() {};

    /** Puts the mistake into an application that is about to start. */
    default void addTo(GenericApplicationContext application) {}

    /** Returns threads that make the mistake. */
    default ExecutorService around(ExecutorService threads) {
        return threads;
    }
}
