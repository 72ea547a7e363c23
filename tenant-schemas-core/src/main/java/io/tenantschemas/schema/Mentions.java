package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.tenantschemas.tenant.SchemaName;

/**
 * Texts that lead back to a schema when they are executed, and that PostgreSQL does not understand before. They are nobody's to
 * rewrite: a name may be that of something else, or be put together from parts.
 */
final class Mentions {

    /** Without routines whose body was understood, which is no text any more. */
    private static final String ROUTINES = """
            SELECT pg_catalog.format('%s %I(%s)', CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, p.proname,
                    pg_catalog.pg_get_function_identity_arguments(p.oid)),
                pg_catalog.concat_ws(' ', CASE WHEN p.prosqlbody IS NULL THEN p.prosrc END, (
                    SELECT pg_catalog.string_agg(s.setting, ' ') FROM pg_catalog.unnest(p.proconfig) s (setting)
                    WHERE s.setting NOT LIKE 'search\\_path=%'))
            FROM {members pg_proc p}
            """;

    private static final String TRIGGERS = """
            SELECT pg_catalog.format('trigger %I of table %I', g.tgname, c.relname), pg_catalog.encode(g.tgargs, 'escape')
            FROM {members pg_class c} JOIN pg_catalog.pg_trigger g ON g.tgrelid = c.oid
            WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgnargs > 0
            """;

    private final SchemaName schema;

    private final String danger;

    private final Pattern word;

    private final Pattern nameOfObject;

    private Mentions(SchemaName schema, String danger) {
        this.schema = schema;
        this.danger = danger;
        this.word = Pattern.compile("(?<![\\w$])" + schema + "(?![\\w$])", Pattern.CASE_INSENSITIVE);
        this.nameOfObject = Pattern.compile(
                "'\"?%s\"?\\.[^']*'::[a-z ]+\\)*::(?:pg_catalog\\.)?reg|to_reg[a-z]+\\(\\(*'\"?%1$s\"?\\."
                        .formatted(schema),
                Pattern.CASE_INSENSITIVE);
    }

    /** Returns those that would lead from a copy to its original. */
    static Mentions inCopyOf(SchemaName original) {
        return new Mentions(original, "in the copy it may lead to the original");
    }

    /** Returns those that would lead from a schema that has another name by now to whatever has its former one. */
    static Mentions inRenamed(SchemaName former) {
        return new Mentions(former, "it may lead to whoever gets that name next");
    }

    List<String> read(List<Part> parts, CatalogueSql sql, Session session) throws SQLException {
        List<String> mentions = new ArrayList<>();
        for (String query : List.of(ROUTINES, TRIGGERS)) {
            session.query(
                    sql.of(query),
                    row -> word.matcher(row.getString(2)).find() && mentions.add(described(row.getString(1))));
        }
        for (Part part : parts) {
            if (part.sql() != null && nameOfObject.matcher(part.sql()).find()) {
                mentions.add(
                        "'%s' finds something by a text that names schema '%s'; write it without the schema, as '...'::regclass"
                                .formatted(part.sql(), schema));
            }
        }
        return mentions;
    }

    private String described(String what) {
        return "the text of %s has the word '%s', so that %s; write it without the schema, which the search path gives, or with current_schema"
                .formatted(what, schema, danger);
    }
}
