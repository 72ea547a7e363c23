package io.tenantschemas.schema;

/** Collations, each copied from its source, because what they are made of differs between versions. */
final class Collations {

    static final String QUERY = """
            SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass::pg_catalog.oid, l.oid, 'DEFINITION',
                pg_catalog.format('CREATE COLLATION %I FROM %I.%1$I', l.collname, {from}),
                pg_catalog.format('COLLATION %I', l.collname), pg_catalog.pg_get_userbyid(l.collowner)
            FROM {members pg_collation l}
            """;

    private Collations() {}
}
