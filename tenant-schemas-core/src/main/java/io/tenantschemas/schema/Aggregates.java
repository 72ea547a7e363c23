package io.tenantschemas.schema;

/** Aggregate functions, for which PostgreSQL has no function that writes them. */
final class Aggregates {

    static final String QUERY = """
            SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid, p.oid, 'DEFINITION',
                pg_catalog.format('CREATE AGGREGATE %I(%s) (%s)', p.proname,
                    coalesce(nullif(pg_catalog.pg_get_function_arguments(p.oid), ''), '*'),
                    pg_catalog.concat_ws(', ',
                        'SFUNC = ' || {routine g.aggtransfn},
                        'STYPE = ' || pg_catalog.format_type(g.aggtranstype, NULL),
                        'SSPACE = ' || nullif(g.aggtransspace, 0),
                        'FINALFUNC = ' || {routine g.aggfinalfn},
                        CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
                        CASE WHEN g.aggfinalfn <> 0 THEN 'FINALFUNC_MODIFY = ' || CASE g.aggfinalmodify
                            WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
                        'COMBINEFUNC = ' || {routine g.aggcombinefn},
                        'SERIALFUNC = ' || {routine g.aggserialfn},
                        'DESERIALFUNC = ' || {routine g.aggdeserialfn},
                        'INITCOND = ' || pg_catalog.quote_literal(g.agginitval),
                        'MSFUNC = ' || {routine g.aggmtransfn},
                        'MINVFUNC = ' || {routine g.aggminvtransfn},
                        CASE WHEN g.aggmtransfn <> 0 THEN 'MSTYPE = ' || pg_catalog.format_type(g.aggmtranstype, NULL) END,
                        'MSSPACE = ' || nullif(g.aggmtransspace, 0),
                        'MFINALFUNC = ' || {routine g.aggmfinalfn},
                        CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
                        CASE WHEN g.aggmfinalfn <> 0 THEN 'MFINALFUNC_MODIFY = ' || CASE g.aggmfinalmodify
                            WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
                        'MINITCOND = ' || pg_catalog.quote_literal(g.aggminitval),
                        'SORTOP = ' || (SELECT pg_catalog.format('OPERATOR(%I.%s)', n.nspname, o.oprname)
                            FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
                            WHERE o.oid = g.aggsortop),
                        CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END,
                        'PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' ELSE 'UNSAFE' END)),
                pg_catalog.format('AGGREGATE %I(%s)', p.proname,
                    coalesce(nullif(pg_catalog.pg_get_function_identity_arguments(p.oid), ''), '*')),
                pg_catalog.pg_get_userbyid(p.proowner)
            FROM {members pg_proc p} JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid
            WHERE p.prokind = 'a'
            """;

    private Aggregates() {}
}
