package io.tenantschemas.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a schema is made of, as PostgreSQL's catalogue has it, without the schema's own name and without its owner's. */
public final class Catalogue {

    /** Read while the path leads to the schema, so that its objects are named without it. */
    private static final String QUERY = """
            WITH s AS (SELECT n.* FROM pg_namespace n WHERE n.nspname = ?), r AS (
                SELECT c.*, c.oid::regclass::text AS name FROM pg_class c JOIN s ON c.relnamespace = s.oid
            ), acl (class, object, sub, line) AS (
                SELECT a.class, a.object, a.sub, string_agg(concat_ws('/',
                    CASE e.grantee WHEN 0 THEN 'PUBLIC' WHEN s.nspowner THEN '~' ELSE e.grantee::regrole::text END,
                    e.privilege_type, e.is_grantable), ' ' ORDER BY e.grantee = s.nspowner, e.grantee, e.privilege_type)
                FROM s CROSS JOIN (
                    SELECT 'pg_class'::regclass, oid, 0, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's'::"char"
                        ELSE 'r'::"char" END, relowner)) FROM r WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
                    UNION ALL SELECT 'pg_class'::regclass, attrelid, attnum, attacl FROM pg_attribute JOIN r ON r.oid = attrelid
                    UNION ALL SELECT 'pg_proc'::regclass, p.oid, 0, coalesce(proacl, acldefault('f', proowner))
                        FROM pg_proc p JOIN s ON pronamespace = s.oid
                    UNION ALL SELECT 'pg_type'::regclass, t.oid, 0, coalesce(typacl, acldefault('T', typowner))
                        FROM pg_type t JOIN s ON typnamespace = s.oid
                    UNION ALL SELECT 'pg_default_acl'::regclass, d.oid, 0, defaclacl
                        FROM pg_default_acl d JOIN s ON defaclnamespace = s.oid
                    UNION ALL SELECT 'pg_namespace'::regclass, s.oid, 0, coalesce(nspacl, acldefault('n', nspowner)) FROM s
                ) a (class, object, sub, acl) CROSS JOIN LATERAL aclexplode(a.acl) e
                GROUP BY 1, 2, 3
            ), described AS (
                SELECT concat_ws(' ', 'schema', obj_description(s.oid, 'pg_namespace'),
                    (SELECT line FROM acl WHERE class = 'pg_namespace'::regclass)) AS line FROM s
                WHERE s.nspacl IS NOT NULL OR obj_description(s.oid, 'pg_namespace') IS NOT NULL
            UNION ALL
                SELECT concat_ws(' ', 'relation', relname, relkind, relpersistence, relreplident, relrowsecurity, relforcerowsecurity,
                    relispartition, relispopulated,
                    reloptions, (SELECT t.reloptions FROM pg_class t WHERE t.oid = r.reltoastrelid),
                    (SELECT amname FROM pg_am m WHERE m.oid = relam), (SELECT spcname FROM pg_tablespace t WHERE t.oid = reltablespace),
                    nullif(reloftype, 0)::regtype,
                    CASE WHEN relowner = s.nspowner THEN '~' ELSE relowner::regrole::text END, (SELECT line FROM acl
                        WHERE class = 'pg_class'::regclass AND object = r.oid AND sub = 0),
                    obj_description(r.oid, 'pg_class'), CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END,
                    pg_get_partkeydef(r.oid), pg_get_expr(relpartbound, r.oid),
                    (SELECT string_agg(concat_ws(' ', inhparent::regclass, inhseqno), ',' ORDER BY inhseqno)
                        FROM pg_inherits WHERE inhrelid = r.oid)) AS line
                FROM r, s
            UNION ALL
                SELECT concat_ws(' ', 'column', r.relname, row_number() OVER (PARTITION BY r.oid ORDER BY a.attnum), a.attname,
                    format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, nullif(a.attcollation, 0)::regcollation,
                    a.attstorage, a.attcompression, nullif(a.attstattarget, -1), a.attoptions, a.attislocal, a.attinhcount,
                    pg_get_expr(d.adbin, d.adrelid), col_description(r.oid, a.attnum), (SELECT line FROM acl
                        WHERE class = 'pg_class'::regclass AND object = r.oid AND sub = a.attnum))
                FROM pg_attribute a JOIN r ON r.oid = a.attrelid
                    LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
                WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind NOT IN ('i', 'I', 't')
            UNION ALL
                SELECT concat_ws(' ', 'constraint', nullif(k.conrelid, 0)::regclass, nullif(k.contypid, 0)::regtype, k.conname,
                    k.contype, k.convalidated, k.condeferrable, k.condeferred, k.conislocal, k.coninhcount, CASE WHEN k.contype IN ('c', 'n') THEN k.connoinherit END,
                    (SELECT p.conname FROM pg_constraint p WHERE p.oid = k.conparentid),
                    nullif(k.conindid, 0)::regclass, pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint'))
                FROM pg_constraint k JOIN s ON k.connamespace = s.oid
            UNION ALL
                SELECT concat_ws(' ', 'index', pg_get_indexdef(x.indexrelid, 0, true), x.indisunique, x.indisprimary,
                    x.indisexclusion, x.indimmediate, x.indisclustered, x.indisvalid, x.indisreplident,
                    (SELECT string_agg(concat_ws(' ', attnum, attstattarget), ',') FROM pg_attribute
                        WHERE attrelid = r.oid AND attstattarget >= 0))
                FROM r JOIN pg_index x ON x.indexrelid = r.oid
            UNION ALL
                SELECT concat_ws(' ', 'sequence', r.relname, q.seqtypid::regtype, q.seqstart, q.seqincrement, q.seqmax,
                    q.seqmin, q.seqcache, q.seqcycle, d.deptype, d.refobjid::regclass, (SELECT attname FROM pg_attribute
                        WHERE attrelid = d.refobjid AND attnum = d.refobjsubid))
                FROM pg_sequence q JOIN r ON r.oid = q.seqrelid
                    LEFT JOIN pg_depend d ON d.objid = r.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
            UNION ALL
                SELECT concat_ws(' ', 'trigger', CASE WHEN t.tgisinternal THEN regexp_replace(tgname, '\\d+', '')
                    || pg_get_constraintdef(t.tgconstraint) ELSE pg_get_triggerdef(t.oid, true) END, t.tgenabled, t.tgparentid <> 0,
                    t.tgdeferrable, t.tginitdeferred, obj_description(t.oid, 'pg_trigger'))
                FROM pg_trigger t JOIN r ON r.oid = t.tgrelid
            UNION ALL
                SELECT concat_ws(' ', 'rule', pg_get_ruledef(w.oid, true), w.ev_enabled, obj_description(w.oid, 'pg_rewrite'))
                FROM pg_rewrite w JOIN r ON r.oid = w.ev_class
            UNION ALL
                SELECT concat_ws(' ', 'routine', p.proname, p.prokind, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
                    l.lanname, p.provolatile, p.proisstrict, p.prosecdef, p.proleakproof, p.proparallel, p.procost, p.prorows,
                    nullif(p.prosupport::oid, 0)::regproc, replace(p.proconfig::text, s.nspname, '~'), p.prosrc, p.probin,
                    pg_get_function_sqlbody(p.oid), (SELECT concat_ws(' ', a.aggkind, a.aggnumdirectargs, a.aggtransfn, a.aggfinalfn,
                        a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn,
                        a.aggfinalextra, a.aggmfinalextra, a.aggfinalmodify, a.aggmfinalmodify, a.aggsortop::regoperator,
                        a.aggtranstype::regtype, a.aggtransspace, a.aggmtranstype, a.aggmtransspace, a.agginitval, a.aggminitval)
                        FROM pg_aggregate a WHERE a.aggfnoid = p.oid),
                    CASE WHEN proowner = s.nspowner THEN '~' ELSE proowner::regrole::text END, (SELECT line FROM acl
                        WHERE class = 'pg_proc'::regclass AND object = p.oid), obj_description(p.oid, 'pg_proc'))
                FROM pg_proc p JOIN s ON p.pronamespace = s.oid JOIN pg_language l ON l.oid = p.prolang
            UNION ALL
                SELECT concat_ws(' ', 'type', t.typname, t.typtype, t.typcategory, array(SELECT enumlabel FROM pg_enum e
                        WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder), format_type(nullif(t.typbasetype, 0), t.typtypmod),
                    t.typnotnull, t.typdefault, nullif(t.typcollation, 0)::regcollation, pg_get_expr(t.typdefaultbin, 0),
                    (SELECT concat_ws(' ', g.rngsubtype::regtype, g.rngmultitypid::regtype, g.rngcollation, g.rngsubopc, g.rngcanonical,
                        g.rngsubdiff) FROM pg_range g WHERE g.rngtypid = t.oid),
                    CASE WHEN typowner = s.nspowner THEN '~' ELSE typowner::regrole::text END, (SELECT line FROM acl
                        WHERE class = 'pg_type'::regclass AND object = t.oid), obj_description(t.oid, 'pg_type'))
                FROM pg_type t JOIN s ON t.typnamespace = s.oid
            UNION ALL
                SELECT concat_ws(' ', 'policy', r.relname, pol.polname, pol.polcmd, pol.polpermissive,
                    array(SELECT CASE m WHEN 0 THEN 'PUBLIC' WHEN s.nspowner THEN '~' ELSE m::regrole::text END
                        FROM unnest(pol.polroles) m ORDER BY 1), pg_get_expr(pol.polqual, pol.polrelid),
                    pg_get_expr(pol.polwithcheck, pol.polrelid), obj_description(pol.oid, 'pg_policy'))
                FROM s, pg_policy pol JOIN r ON r.oid = pol.polrelid
            UNION ALL
                SELECT concat_ws(' ', 'statistics', x.stxname, x.stxrelid::regclass, x.stxkeys IS NOT NULL, x.stxkind, nullif(x.stxstattarget, -1),
                    pg_get_statisticsobjdef_columns(x.oid), obj_description(x.oid, 'pg_statistic_ext'))
                FROM pg_statistic_ext x JOIN s ON x.stxnamespace = s.oid
            UNION ALL
                SELECT concat_ws(' ', 'collation', l.collname, l.collprovider, l.collisdeterministic, l.collencoding, l.collcollate, l.collctype,
                    l.collversion, obj_description(l.oid, 'pg_collation'))
                FROM pg_collation l JOIN s ON l.collnamespace = s.oid
            UNION ALL
                SELECT concat_ws(' ', 'default privileges', CASE WHEN d.defaclrole = s.nspowner THEN '~'
                    ELSE d.defaclrole::regrole::text END, d.defaclobjtype, (SELECT line FROM acl
                        WHERE class = 'pg_default_acl'::regclass AND object = d.oid))
                FROM pg_default_acl d JOIN s ON d.defaclnamespace = s.oid
            UNION ALL
                SELECT concat_ws(' ', 'other', pg_describe_object(d.classid, d.objid, 0))
                FROM pg_depend d JOIN s ON d.refobjid = s.oid
                WHERE d.refclassid = 'pg_namespace'::regclass AND d.classid::regclass::text NOT IN ('pg_class', 'pg_proc', 'pg_type',
                    'pg_statistic_ext', 'pg_collation', 'pg_default_acl')
            )
            SELECT line FROM described ORDER BY line COLLATE "C"
            """;

    private Catalogue() {}

    /** Returns a line for each relation, column, constraint and whatever else there is, or nothing if there is no such schema. */
    public static List<String> of(String schema, JdbcTemplate jdbc) {
        return verbatim(schema, jdbc).stream()
                .map(line -> line.replace(schema, "~"))
                .sorted()
                .toList();
    }

    /** Returns the same, with the schema's name where it stands in a text that is nobody's name. */
    public static List<String> verbatim(String schema, JdbcTemplate jdbc) {
        return Objects.requireNonNull(
                jdbc.execute((ConnectionCallback<List<String>>) connection -> read(schema, connection)));
    }

    /** Returns how far the schema's sequences have counted. */
    public static List<String> sequences(String schema, JdbcTemplate jdbc) {
        return jdbc
                .queryForList(
                        "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = ?::regnamespace AND relkind = 'S' ORDER BY 1",
                        String.class,
                        schema)
                .stream()
                .map(name -> name + " "
                        + jdbc.queryForObject(
                                "SELECT concat_ws(' ', last_value, is_called) FROM \"%s\".%s".formatted(schema, name),
                                String.class))
                .toList();
    }

    private static List<String> read(String schema, Connection connection) throws SQLException {
        String path = path(connection);
        setPath("\"%s\", pg_catalog".formatted(schema), connection);
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, schema);
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
        } finally {
            setPath(path, connection);
        }
    }

    private static String path(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.current_setting('search_path')")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void setPath(String path, Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, false)")) {
            statement.setString(1, path);
            statement.execute();
        }
    }
}
