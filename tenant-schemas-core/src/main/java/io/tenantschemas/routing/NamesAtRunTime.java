package io.tenantschemas.routing;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Conditions in SQL on whether there is something that finds names by the path when it runs, so that a statement with qualified
 * names is not enough.
 */
final class NamesAtRunTime {

    /** What statements can name without a relation: the kinds of objects in a schema besides relations, as catalogs. */
    private static final String KINDS = List.of(
                    "pg_proc",
                    "pg_type",
                    "pg_operator",
                    "pg_opclass",
                    "pg_opfamily",
                    "pg_collation",
                    "pg_conversion",
                    "pg_ts_config",
                    "pg_ts_dict",
                    "pg_ts_parser",
                    "pg_ts_template")
            .stream()
            .map("'pg_catalog.%s'::pg_catalog.regclass"::formatted)
            .collect(Collectors.joining(", "));

    /**
     * What depends on the path in an expression that the server keeps, as it writes it: the identifiers of functions, which never
     * change, CURRENT_SCHEMA, and what is turned into one of the types whose texts are names. The functions are, in
     * this order: current_schema, current_schemas, regclass of a text, to_regclass, current_setting with one argument and with two.
     */
    private static final String ASKS_FOR_PATH = ":funcid (1402|1403|1079|3495|2077|3294) |SQLVALUEFUNCTION :op 14 "
            + "|:resulttype (24|2202|2203|2204|2205|2206|3734|3769|4089|4096|4191) ";

    /** The types whose texts are names. */
    private static final String TYPES_OF_NAMES = "24, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096, 4191";

    /** What draws numbers from sequences, or tells which were drawn: nextval, currval, setval, lastval. */
    private static final String NUMBERS = ":funcid (1574|1575|1576|1765|2559) ";

    private static final String MATCHES_PATH = "::text ~ '" + ASKS_FOR_PATH + "'";

    private static final String MATCHES_ANY = "::text ~ '" + ASKS_FOR_PATH + "|" + NUMBERS + "'";

    /** A condition on a routine {@code p}: neither has it a path of its own, nor were all names found when it was created. */
    static final String FINDS_NAMES = "(p.prosqlbody IS NULL OR p.prosqlbody::text ~ '" + ASKS_FOR_PATH + "')"
            + " AND NOT EXISTS (SELECT FROM pg_catalog.unnest(p.proconfig) c WHERE c LIKE 'search\\_path=%')";

    /** What the server keeps of tables: catalogs, and conditions on their rows {@code e} for the table {@code d.objid}. */
    private static final List<String> EXPRESSIONS = List.of(
            "pg_attribute e WHERE e.attrelid = d.objid AND e.attnum > 0 AND e.atttypid IN (" + TYPES_OF_NAMES + ")",
            "pg_attrdef e WHERE e.adrelid = d.objid AND e.adbin" + MATCHES_PATH,
            "pg_constraint e WHERE e.conrelid = d.objid AND (e.confdeltype = 'd' OR e.confupdtype = 'd' OR e.conbin"
                    + MATCHES_ANY + ")",
            "pg_policy e WHERE e.polrelid = d.objid AND (e.polqual" + MATCHES_ANY + " OR e.polwithcheck" + MATCHES_ANY
                    + ")",
            "pg_rewrite e WHERE e.ev_class = d.objid AND (e.ev_type <> '1' OR e.ev_action" + MATCHES_ANY + ")");

    private static final List<String> TRIGGERS =
            List.of("pg_trigger e WHERE e.tgrelid = d.objid AND NOT e.tgisinternal");

    private NamesAtRunTime() {}

    /**
     * Returns a condition that is true where that schema holds anything but relations. By way of dependencies, which have an
     * index for it: of the catalogs themselves, none is found by its schema.
     *
     * @param schema the schema's name, as an expression
     */
    static String inSchema(String schema) {
        // With a limit, of which the server makes no hash table for the whole database.
        return "(SELECT true FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_depend d"
                + " ON d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid"
                + " WHERE n.nspname = " + schema + " AND d.classid IN (" + KINDS + ") LIMIT 1) IS NOT NULL";
    }

    /**
     * Returns a condition that is true where something that the server keeps of the tables in these schemas asks for the path, or
     * draws numbers without a statement that shows it: defaults, constraints, policies, views and rules. It takes longer.
     *
     * @param schemas the schemas' names, as expressions with commas between them
     */
    static String inExpressionsOf(String schemas) {
        return behindTablesOf(schemas, EXPRESSIONS);
    }

    /**
     * Returns a condition that is true where that is so, or the tables have triggers. Their functions are routines of this
     * schema or of shared ones, which are asked for more often, or the system's or an extension's.
     */
    static String inExpressionsAndTriggersOf(String schema) {
        return behindTablesOf(
                schema, Stream.concat(EXPRESSIONS.stream(), TRIGGERS.stream()).toList());
    }

    private static String behindTablesOf(String schemas, List<String> kept) {
        // Subqueries with a limit, of which the server makes no hash table for the whole database.
        return "EXISTS (SELECT FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_depend d"
                + " ON d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid"
                + " AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass"
                + " WHERE n.nspname IN (" + schemas + ") AND ("
                + kept.stream()
                        .map("(SELECT true FROM pg_catalog.%s LIMIT 1)"::formatted)
                        .collect(Collectors.joining(" OR "))
                + "))";
    }

    /**
     * Returns what follows {@code SELECT ... FROM} in a query for the routines {@code p} outside of the schemas of tenants, but
     * for those of the system and of extensions.
     *
     * @param ofTenants a condition on {@code n.nspname} that is true for schemas of tenants
     */
    static String routinesOutside(String ofTenants) {
        return "pg_catalog.pg_proc p"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
                + " JOIN pg_catalog.pg_language l ON l.oid = p.prolang"
                + " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND l.lanname NOT IN ('internal', 'c')"
                + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.objid = p.oid AND e.deptype = 'e'"
                + " AND e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass)"
                + " AND NOT (" + ofTenants + ")";
    }
}
