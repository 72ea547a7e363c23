package io.tenantschemas.role;

/** What a role may be allowed to do with a <a href="https://www.postgresql.org/docs/current/ddl-priv.html">table</a>. */
public enum TablePrivilege {

    /** Read rows. */
    SELECT,

    /** Insert rows. */
    INSERT,

    /** Change rows. */
    UPDATE,

    /** Delete rows. */
    DELETE,

    /** Delete all rows at once. */
    TRUNCATE,

    /** Refer to it with a foreign key. */
    REFERENCES,

    /** Create triggers on it. */
    TRIGGER
}
