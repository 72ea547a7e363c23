package io.tenantschemas.schema;

/** When something is made, if nothing on which it depends is made later. */
enum Phase {

    /** What values of domains have to be: as soon as there is the domain, and before anything is made of it. */
    DOMAIN,

    /** Types, sequences, routines, tables and views. */
    DEFINITION,

    /** What values columns get and may have. */
    VALUE,

    /** Partitions, which bring what is above with them. */
    ATTACHMENT,

    /** The rows, before anything that would check, index or change each of them. */
    DATA,

    /** What is unique. */
    KEY,

    /** Indexes and statistics. */
    INDEX,

    /** Indexes of partitions. */
    INDEX_ATTACHMENT,

    /** Checks that not all rows have to pass. */
    LATE_CHECK,

    /** Foreign keys of partitions, which those of their tables take over. */
    FOREIGN_KEY_OF_PARTITION,

    /** Foreign keys. */
    FOREIGN_KEY,

    /** Rules, triggers and policies. */
    BEHAVIOUR,

    /** How what is above is set. */
    STATE;

    /** Returns whether the application's own functions may be run, or taken apart, which find what they need by the path. */
    boolean needsShared() {
        return this == DOMAIN || (compareTo(VALUE) >= 0 && compareTo(LATE_CHECK) <= 0);
    }
}
