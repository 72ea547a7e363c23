package io.tenantschemas.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was found in a statement: where the names of tenants' relations begin, and what else has to be known to execute it. */
final class ScanFindings {

    private static final Pattern NAME = Pattern.compile("'([A-Za-z_][A-Za-z0-9_]*|\"[^\"\\\\]+\")'");

    private static final Pattern QUALIFIED_NAME =
            Pattern.compile("'([A-Za-z_]\\w*|\"\\w+\")\\.([A-Za-z_]\\w*|\"\\w+\")'");

    private final Set<String> relations;

    /** Where the names of relations begin, in the text. */
    private final List<Integer> places = new ArrayList<>();

    /** The schemas that the statement names itself. */
    private final Set<String> schemas = new HashSet<>();

    private boolean draws;

    private boolean backslashes;

    ScanFindings(Set<String> relations) {
        this.relations = relations;
    }

    /** Adds the name of a relation. Returns false if it is not one of tenants'. */
    boolean addRelation(SqlToken name) {
        boolean known = relations.contains(name.folded());
        if (known) {
            places.add(name.start());
        }
        return known;
    }

    /** Adds a sequence that a number is drawn from. Returns false if only the path finds it. */
    boolean addSequence(SqlToken text) {
        draws = true;
        Matcher name = NAME.matcher(text.text());
        if (name.matches() && relations.contains(unquoted(name.group(1)))) {
            places.add(text.start() + 1);
            return true;
        }
        Matcher qualified = QUALIFIED_NAME.matcher(text.text());
        if (qualified.matches()) {
            addSchema(unquoted(qualified.group(1)));
        }
        return qualified.matches();
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1) : SqlToken.folded(name);
    }

    void addSchema(String name) {
        schemas.add(name);
    }

    /** Adds that numbers may be drawn from sequences which the statement does not name. */
    void addDrawing() {
        draws = true;
    }

    void addText(SqlToken text) {
        backslashes |= text.text().indexOf('\\') >= 0;
    }

    QualifiedSql in(String sql) {
        return QualifiedSql.of(sql, places, schemas, draws, backslashes);
    }
}
