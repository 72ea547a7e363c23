package io.tenantschemas.isolationcheck.operation;

import java.time.Duration;

import org.awaitility.Awaitility;

import io.tenantschemas.isolationcheck.run.Attempt;

/**
 * The server's end of the connection of a transaction.
 *
 * @param attempt in which the transaction is
 * @param pid its number
 */
record Backend(Attempt attempt, int pid) {

    static Backend of(Attempt attempt) {
        return new Backend(
                attempt,
                attempt.node()
                        .jdbc()
                        .sql("SELECT pg_backend_pid()")
                        .query(Integer.class)
                        .single());
    }

    void kill() {
        attempt.note("kill " + pid);
        attempt.side().kill(pid);
    }

    /** Waits until it is gone. Nobody else has the connection meanwhile, which may be the only one. */
    void awaitEnd() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> attempt.side().isGone(pid));
    }
}
