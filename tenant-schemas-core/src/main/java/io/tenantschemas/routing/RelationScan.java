package io.tenantschemas.routing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.tenantschemas.routing.SqlToken.Kind;

/**
 * Looks for the places in a statement where names of relations stand, and gives up wherever it is not sure: for what it gives
 * up, the search path is set, which is right for everything. So it must never take something for qualified that is not; the
 * reverse costs a round trip only.
 *
 * <p>It goes through the words once, and reads signs and names itself. What the keywords of clauses do is for
 * {@link ScanClauses} to say, and what stands in parentheses behind a name for {@link ScanParentheses}.
 */
final class RelationScan {

    private static final Set<String> STARTS = Set.of("select", "insert", "update", "delete", "merge", "with", "(");

    /** What means something that depends on the path, or on the session. */
    private static final Set<String> TELLING = Set.of(
            "current_schema",
            "regclass",
            "regproc",
            "regprocedure",
            "regoper",
            "regoperator",
            "regtype",
            "regconfig",
            "regdictionary",
            "regcollation");

    private static final Set<String> SYSTEM_SCHEMAS = Set.of("pg_catalog", "information_schema", "pg_toast");

    /** What may give columns their defaults, which may draw numbers. */
    private static final Set<String> DRAWING = Set.of("insert", "merge", "default");

    private final SqlWords words;

    private final CommonTables subqueries;

    private final ScanClauses clauses;

    private final ScanParentheses parentheses;

    private final ScanFindings findings;

    private final FunctionValues values;

    private final Deque<ScanLevel> levels = new ArrayDeque<>(List.of(new ScanLevel(0, "")));

    private boolean sure;

    private int at;

    private RelationScan(SqlWords words, Set<String> relations) {
        this.words = words;
        this.subqueries = new CommonTables(words);
        this.clauses = new ScanClauses(words, subqueries);
        this.parentheses = new ScanParentheses(words, subqueries);
        this.findings = new ScanFindings(relations);
        this.values = new FunctionValues(words);
        // A name for both would have to be told apart by where it is seen.
        this.sure = STARTS.contains(words.word(0)) && subqueries.areReadable() && !subqueries.haveOneOf(relations);
    }

    /**
     * Returns {@code sql} with the places of those of {@code relations} that it names, or nothing if it is not sure that each
     * name in it is one of those, or is qualified, or is the same for everybody.
     */
    static Optional<QualifiedSql> of(String sql, Set<String> relations) {
        RelationScan scan = new RelationScan(new SqlWords(sql), relations);
        return scan.readsAll() ? Optional.of(scan.findings.in(sql)) : Optional.empty();
    }

    private boolean readsAll() {
        while (sure && at < words.size()) {
            read(words.token(at));
            at++;
        }
        return sure && levels.size() == 1 && level().isComplete() && values.haveWhatIsReferred();
    }

    private void read(SqlToken token) {
        switch (token.kind()) {
            case SIGN -> sign(token.text().charAt(0));
            case TEXT -> text(token);
            case CODED -> giveUp();
            case WORD, QUOTED -> word(token);
        }
    }

    private void text(SqlToken token) {
        findings.addText(token);
        giveUpUnless(!level().relationNext && SqlLiterals.mayFollow(words, at - 1));
    }

    private void word(SqlToken token) {
        // Two quotes within a name make two of it.
        boolean half = token.kind() == Kind.QUOTED
                && words.token(at - 1).kind() == Kind.QUOTED
                && words.isGluedToTheOneBefore(at);
        if (half || words.isGluedToNumber(at) || isTelling(token)) {
            giveUp();
        } else if (level().relationNext) {
            relation(token);
        } else if (words.isQualified(at)) {
            belonging(token);
        } else {
            name(token);
        }
    }

    // Some of the system's functions take any row, and may be written like its columns.
    private void belonging(SqlToken token) {
        giveUpUnless(!token.folded().startsWith("pg_"));
        values.addReference(at);
    }

    private static boolean isTelling(SqlToken token) {
        // TABLE x is a query.
        return TELLING.contains(token.folded())
                || (token.kind() == Kind.WORD && token.folded().equals("table"));
    }

    private void name(SqlToken token) {
        if (words.isType(at, level().opener)) {
            // Each table is a type, too, and so found by the path.
            giveUpUnless(isBuiltInType() || words.isSign(at + 1, '.'));
        } else if (token.kind() == Kind.WORD) {
            keyword(word(at));
        }
    }

    private boolean isBuiltInType() {
        String word = word(at);
        return BuiltInTypes.contain(word)
                && (!word.equals("double") || word(at + 1).equals("precision"));
    }

    private void keyword(String word) {
        if (DRAWING.contains(word)) {
            findings.addDrawing();
        }
        giveUpUnless(clauses.areSureOf(at, level()));
        clauses.follow(at, level());
    }

    private void sign(char sign) {
        switch (sign) {
            case '(' -> open();
            case '[' -> levels.push(new ScanLevel(at + 1, ""));
            case ')', ']' -> close();
            case ',' -> comma();
            case '.' -> dot();
            // One that ends the text ends nothing else.
            case ';' -> giveUpUnless(at == words.size() - 1);
            // JDBC's escapes.
            case '{', '}' -> giveUp();
            default -> giveUpUnless(!level().relationNext);
        }
    }

    private void comma() {
        giveUpUnless(!level().relationNext);
        level().relationNext = level().from;
        level().target = false;
    }

    // What is no column of a value is a function that takes it, whichever the path finds.
    private void dot() {
        boolean ofValue = words.isSign(at - 1, ')') || words.isSign(at - 1, ']') || words.isParameter(at - 1);
        giveUpUnless(!level().relationNext && (!ofValue || words.isSign(at + 1, '*')));
    }

    private void open() {
        ScanLevel outer = level();
        ScanLevel inner = new ScanLevel(at + 1, word(at - 1));
        if (outer.relationNext) {
            // Of a subquery or of a join. What is changed stands in none.
            giveUpUnless(!outer.target);
            outer.relationNext = false;
            inner.query = true;
            inner.from = true;
            inner.relationNext = true;
        } else if (outer.columnsNext) {
            outer.columnsNext = false;
        } else if (words.token(at - 1).isName()) {
            openBehindName(outer, inner);
        }
        levels.push(inner);
    }

    private void openBehindName(ScanLevel outer, ScanLevel inner) {
        switch (parentheses.contentAt(at, outer)) {
            case ARGUMENTS -> inner.arguments = true;
            case SUBQUERY -> inner.query = true;
            case SEQUENCE -> sequence();
            case LIST -> {
                // Like any other expressions.
            }
            case UNSURE -> giveUp();
        }
    }

    private void close() {
        giveUpUnless(levels.size() > 1 && level().isComplete());
        if (sure) {
            levels.pop();
        }
    }

    private void sequence() {
        SqlToken name = words.token(at + 1);
        int end = endOfSequence();
        giveUpUnless(name.kind() == Kind.TEXT && words.isSign(end, ')') && findings.addSequence(name));
        // A text and a type elsewhere, and not read as such.
        at = end - 1;
    }

    /** Returns what stands behind the name of a sequence, which may be cast to what it is taken for anyway. */
    private int endOfSequence() {
        boolean cast = words.isSign(at + 2, ':')
                && words.isSign(at + 3, ':')
                && word(at + 4).equals("regclass");
        return cast ? at + 5 : at + 2;
    }

    private void relation(SqlToken token) {
        String word = word(at);
        if (Set.of("select", "values").contains(word)) {
            giveUpUnless(at == level().start && (word.equals("select") || words.isSign(at + 1, '(')));
            level().relationNext = false;
            level().beginQuery();
        } else if (!Set.of("only", "lateral").contains(word)) {
            giveUpUnless(!ReservedWords.contain(word));
            boolean into = word(at - 1).equals("into");
            level().relationNext = false;
            named(token, into);
            level().columnsNext = into && words.isSign(at + 1, '(');
            level().alias = at + 1;
        }
    }

    private void named(SqlToken token, boolean into) {
        // ROWS FROM (...) lists functions.
        giveUpUnless(!word(at + 1).equals("from"));
        if (words.isSign(at + 1, '.')) {
            qualified(token, into);
        } else if (into || !words.isSign(at + 1, '(')) {
            unqualified(token);
        } else {
            values.addFunction(at);
        }
    }

    private void qualified(SqlToken schema, boolean into) {
        String name = schema.folded();
        findings.addSchema(name);
        giveUpUnless(!SYSTEM_SCHEMAS.contains(name) && !name.startsWith("pg_temp"));
        boolean dot = words.isSign(at + 3, '.');
        giveUpUnless(words.token(at + 2).isName() && !dot && (into || !words.isSign(at + 3, '(')));
        at += 2;
    }

    private void unqualified(SqlToken token) {
        // What is changed is never a subquery, whatever it is called.
        giveUpUnless(findings.addRelation(token) || (!level().target && subqueries.areSeenAt(at, token.folded())));
    }

    private ScanLevel level() {
        return levels.getFirst();
    }

    private String word(int index) {
        return words.word(index);
    }

    private void giveUp() {
        sure = false;
    }

    private void giveUpUnless(boolean condition) {
        sure &= condition;
    }
}
