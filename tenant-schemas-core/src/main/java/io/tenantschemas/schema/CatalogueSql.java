package io.tenantschemas.schema;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in what questions to the catalogue have in common, each within braces.
 *
 * @param schema the number of the schema that is asked about
 * @param schemas the names of both schemas, and their owners
 */
record CatalogueSql(long schema, CopiedSchemas schemas) {

    private static final Pattern PLACE = Pattern.compile("\\{([a-z0-9-]+)(?: (pg_\\w+))?(?: ([a-z.]+))?}");

    /** By way of dependencies, which have an index for it: of the catalogues themselves, none is found by its schema. */
    private static final String MEMBERS = """
            pg_catalog.pg_depend depend_%2$s JOIN pg_catalog.%1$s %2$s ON %2$s.oid = depend_%2$s.objid
                AND depend_%2$s.classid = 'pg_catalog.%1$s'::pg_catalog.regclass
                AND depend_%2$s.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                AND depend_%2$s.refobjid = %3$d\
            """;

    private static final String SEQUENCE = """
            pg_catalog.format('START WITH %%s INCREMENT BY %%s MINVALUE %%s MAXVALUE %%s CACHE %%s %%sCYCLE', %1$s.seqstart,
                %1$s.seqincrement, %1$s.seqmin, %1$s.seqmax, %1$s.seqcache, CASE WHEN NOT %1$s.seqcycle THEN 'NO ' END)\
            """;

    private static final String OPTIONS = """
            (SELECT pg_catalog.string_agg(pg_catalog.format('%s%%I=%%L', o.option_name, o.option_value), ', ')
                FROM pg_catalog.pg_options_to_table(%s) o)\
            """;

    private static final String ROUTINE = """
            (SELECT CASE WHEN f.pronamespace = %1$d THEN pg_catalog.quote_ident(f.proname)
                    ELSE pg_catalog.format('%%I.%%I', n.nspname, f.proname) END
                FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
                WHERE f.oid = %2$s::pg_catalog.oid)\
            """;

    private static final String ROLE = """
            CASE WHEN %1$s = 0 THEN 'PUBLIC' WHEN %1$s = %2$d THEN pg_catalog.quote_ident(%3$s)
                ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(%1$s)) END\
            """;

    /** The catalogues of what stands in a schema only with what it belongs to. */
    private static final String SUBORDINATE = """
            ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_attrdef'::pg_catalog.regclass,
                'pg_catalog.pg_constraint'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass,
                'pg_catalog.pg_trigger'::pg_catalog.regclass)\
            """;

    /** Until then, a multirange does not follow its range to another owner, and has privileges of its own. */
    private static final String BEFORE_17 =
            "(pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 170000)";

    private static final Map<String, String> PARTS =
            Map.of("columns", Columns.LIST, "column-settings", Columns.SETTINGS, "index-settings", Indexes.SETTINGS);

    /** Returns the text with everything filled in. */
    String of(String text) {
        Matcher places = PLACE.matcher(text);
        return places.replaceAll(place -> Matcher.quoteReplacement(filled(place)));
    }

    private String filled(MatchResult place) {
        String catalogue = place.group(2);
        String subject = place.group(3);
        return switch (place.group(1)) {
            case "members" -> MEMBERS.formatted(catalogue, subject, schema);
            case "schema" -> Long.toString(schema);
            case "target" -> Long.toString(schemas.target());
            case "from" -> literal(schemas.from().value());
            case "to" -> literal(schemas.to().value());
            // Plain letters, digits and underscores.
            case "entry" -> literal("(^|,\\s*)\"?" + schemas.from() + "\"?(?=\\s*(?:,|$))");
            case "before-17" -> BEFORE_17;
            case "subordinate" -> SUBORDINATE;
            case "sequence" -> SEQUENCE.formatted(subject);
            case "options" -> OPTIONS.formatted("", subject);
            case "toast-options" -> OPTIONS.formatted("toast.", subject);
            case "routine" -> ROUTINE.formatted(schema, subject);
            case "role" -> ROLE.formatted(subject, schemas.formerOwner(), literal(schemas.owner()));
            default -> of(part(place));
        };
    }

    private static String part(MatchResult place) {
        String part = PARTS.get(place.group(1));
        if (part == null) {
            throw new IllegalArgumentException(place.group());
        }
        return part;
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
