package io.tenantschemas.isolationcheck.run;

import java.util.concurrent.Semaphore;

/**
 * Keeps threads that hold one connection and want a second from waiting for each other: one connection of the pool is always
 * left for one of them.
 */
final class Permits {

    private final Semaphore second;

    Permits(int poolSize) {
        this.second = new Semaphore(poolSize - 1, true);
    }

    void acquire(int connections) throws InterruptedException {
        second.acquire(connections - 1);
    }

    void release(int connections) {
        second.release(connections - 1);
    }
}
