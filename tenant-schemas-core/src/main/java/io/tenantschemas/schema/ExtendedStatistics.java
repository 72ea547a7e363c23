package io.tenantschemas.schema;

/** Statistics of several columns or of expressions. What was gathered is gathered anew. */
final class ExtendedStatistics {

    static final String QUERY = """
            SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::pg_catalog.oid, s.oid, 'INDEX',
                pg_catalog.format('CREATE STATISTICS %I', s.stxname) || pg_catalog.substr(pg_catalog.pg_get_statisticsobjdef(s.oid),
                    1 + pg_catalog.length(pg_catalog.format('CREATE STATISTICS %I.%I', n.nspname, s.stxname)))
                || CASE WHEN s.stxstattarget >= 0
                    THEN pg_catalog.format(E'\\n;\\nALTER STATISTICS %I SET STATISTICS %s', s.stxname, s.stxstattarget) ELSE '' END,
                pg_catalog.format('STATISTICS %I', s.stxname), pg_catalog.pg_get_userbyid(s.stxowner)
            FROM {members pg_statistic_ext s} JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
            """;

    private ExtendedStatistics() {}
}
