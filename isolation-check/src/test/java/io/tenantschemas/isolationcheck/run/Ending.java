package io.tenantschemas.isolationcheck.run;

/** How a transaction is meant to end. */
public enum Ending {
    COMMIT,

    ROLLBACK,

    EXCEPTION
}
