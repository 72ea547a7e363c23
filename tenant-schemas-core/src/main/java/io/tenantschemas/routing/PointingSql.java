package io.tenantschemas.routing;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;

/**
 * The statements that point a session and ask whether it got there, in one text and so in one round trip.
 *
 * @param before statements that come first
 * @param select what is asked at the end
 * @param settings what is set before that is answered
 * @param local whether it is set for the transaction
 */
record PointingSql(String before, String select, String settings, boolean local) {

    /**
     * Returns statements that set that path.
     *
     * <p>Before PostgreSQL 18 the driver drops all that it prepared when it reads {@code SET search_path}. That is wanted
     * only where something may have been prepared on a path of somebody's own; statements that differ in their
     * {@linkplain StatementTag tags} may stay.
     */
    static PointingSql of(String path, Session session, String select) {
        PointingSql sql = new PointingSql("", select, "", false);
        return session.pathMayHaveMoved()
                ? sql.before("SET SESSION search_path " + (session.otherWording() ? "TO " : "= ") + path + ";")
                : sql.setting("search_path", asShown(path));
    }

    /** Returns statements that set that path for what is left of the transaction. */
    static PointingSql local(String path, Session session, String select) {
        PointingSql sql = new PointingSql("", select, "", true);
        return session.pathMayHaveMoved()
                ? sql.before("SET LOCAL search_path = " + path + ";")
                : sql.setting("search_path", asShown(path));
    }

    /** Returns the path as SHOW has it after a SET: in a text, there are no reserved words, so that few names need quotes. */
    static String asShown(String path) {
        String plain = path.replace("\"", "");
        return plain.startsWith(SearchPath.USER)
                ? '"' + SearchPath.USER + '"' + plain.substring(SearchPath.USER.length())
                : plain;
    }

    /** Returns the same with {@code statement} first. */
    PointingSql before(String statement) {
        return new PointingSql(statement + before, select, settings, local);
    }

    /** Returns the same with one more setting. */
    PointingSql setting(String name, String value) {
        return settingTo(name, "'" + value.replace("'", "''") + "'");
    }

    /**
     * Returns the same for the database user, who then becomes that role. Where there is no such role he stays who he is, which
     * what is asked has to notice; what is asked may be asked by the user only.
     */
    PointingSql becoming(@Nullable SchemaName role) {
        return role == null ? asUser() : becoming("'" + role.quoted() + "'", "'" + role + "'");
    }

    /** Does the same with expressions for the name of the role, as an identifier and without quotes. */
    PointingSql becoming(String identifier, String role) {
        return asUser().settingTo(
                        "role",
                        "CASE WHEN pg_catalog.to_regrole(%s) IS NULL THEN 'none' ELSE %s END"
                                .formatted(identifier, role));
    }

    private PointingSql asUser() {
        return before("RESET ROLE;");
    }

    /** Returns the same with one more setting, whose value is an expression. */
    PointingSql settingTo(String name, String expression) {
        String call = "pg_catalog.set_config('%s', %s, %b) AS set_%1$s".formatted(name, expression, local);
        return new PointingSql(before, select, settings + (settings.isEmpty() ? " FROM " : ", ") + call, local);
    }

    String text() {
        // What stands behind FROM is done before anything of the list is looked at.
        return before + select + settings;
    }
}
