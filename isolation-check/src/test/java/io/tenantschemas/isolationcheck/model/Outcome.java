package io.tenantschemas.isolationcheck.model;

/** How a transaction ended. */
public enum Outcome {
    COMMITTED,

    ROLLED_BACK,

    /** The commit was sent, and no answer came. */
    UNKNOWN
}
