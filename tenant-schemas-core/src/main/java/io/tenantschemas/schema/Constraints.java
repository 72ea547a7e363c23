package io.tenantschemas.schema;

/** Constraints of tables and domains. */
final class Constraints {

    /**
     * What a table inherits, its parent's statement brings along, except to a partition that is not one yet. Of the rows that
     * the catalogue has for a foreign key to a partitioned table, one stands for all. Partitions come first, because their tables
     * take over what foreign keys they have.
     */
    static final String OF_TABLES = """
            SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid, k.oid,
                CASE WHEN k.contype IN ('p', 'u', 'x') THEN 'KEY'
                    WHEN k.contype = 'f' AND k.conparentid <> 0 THEN 'FOREIGN_KEY_OF_PARTITION'
                    WHEN k.contype = 'f' THEN 'FOREIGN_KEY'
                    WHEN k.contype = 't' THEN 'BEHAVIOUR'
                    WHEN NOT k.convalidated THEN 'LATE_CHECK' ELSE 'VALUE' END,
                CASE WHEN CASE k.contype
                        WHEN 't' THEN false
                        WHEN 'n' THEN k.conislocal AND NOT k.convalidated
                        WHEN 'c' THEN k.conislocal OR (c.relispartition AND k.convalidated)
                        WHEN 'f' THEN k.conparentid = 0 OR k.conrelid <> (
                            SELECT o.conrelid FROM pg_catalog.pg_constraint o WHERE o.oid = k.conparentid)
                        ELSE true END
                THEN pg_catalog.format('ALTER TABLE %s%I ADD CONSTRAINT %I %s',
                        CASE WHEN k.contype IN ('p', 'u', 'x') OR (k.contype = 'c' AND c.relispartition AND k.convalidated)
                            THEN 'ONLY ' END,
                        c.relname, k.conname, pg_catalog.pg_get_constraintdef(k.oid))
                    || CASE WHEN k.contype IN ('p', 'u', 'x') THEN {index-settings} ELSE '' END END,
                pg_catalog.format('CONSTRAINT %I ON %I', k.conname, c.relname), NULL::pg_catalog.name
            FROM {members pg_class c}
                JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid
                LEFT JOIN pg_catalog.pg_class i ON i.oid = k.conindid
                LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = i.reltablespace
            WHERE c.relkind IN ('r', 'p')
            ORDER BY (SELECT pg_catalog.count(*) FROM pg_catalog.pg_partition_ancestors(c.oid)) DESC, k.oid
            """;

    /** A domain that is part of the type of a table's column is not given another one, so that they come before such tables. */
    static final String OF_DOMAINS = """
            SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid, k.oid,
                CASE WHEN k.convalidated THEN 'DOMAIN' ELSE 'LATE_CHECK' END,
                pg_catalog.format('ALTER DOMAIN %I ADD CONSTRAINT %I %s', t.typname, k.conname,
                    pg_catalog.pg_get_constraintdef(k.oid)),
                pg_catalog.format('CONSTRAINT %I ON DOMAIN %I', k.conname, t.typname), NULL::pg_catalog.name
            FROM {members pg_type t} JOIN pg_catalog.pg_constraint k ON k.contypid = t.oid
            """;

    private Constraints() {}
}
