package io.tenantschemas.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tenantschemas.routing.SqlToken.Kind;

/**
 * Looks for the places in a statement where names of relations stand, and gives up wherever it is not sure: for what it gives
 * up, the search path is set, which is right for everything. So it must never take something for qualified that is not; the
 * reverse costs a round trip only.
 */
final class RelationScan {

    private static final Set<String> STARTS = Set.of("select", "insert", "update", "delete", "merge", "with", "(");

    /** What ends the list of relations behind FROM. */
    private static final Set<String> ENDS_OF_FROM = Set.of(
            "where",
            "group",
            "having",
            "window",
            "union",
            "intersect",
            "except",
            "order",
            "limit",
            "offset",
            "fetch",
            "for",
            "returning");

    /** What a parenthesis may follow that can be no function, because the words are reserved or name columns only. */
    private static final Set<String> BEFORE_PARENTHESIS = Set.of(
            "in",
            "values",
            "exists",
            "and",
            "or",
            "not",
            "any",
            "all",
            "some",
            "on",
            "when",
            "then",
            "else",
            "case",
            "where",
            "having",
            "select",
            "distinct",
            "union",
            "intersect",
            "except",
            "returning",
            "limit",
            "offset",
            "between",
            "symmetric",
            "row",
            "group",
            "array",
            "from",
            "for",
            "to",
            "placing",
            "both",
            "leading",
            "trailing");

    /** The same with words that are functions elsewhere, each with what stands before it. */
    private static final Map<String, Set<String>> BEFORE_PARENTHESIS_AFTER = Map.ofEntries(
            Map.entry("by", Set.of("group", "order", "partition")),
            Map.entry("over", Set.of(")")),
            Map.entry("filter", Set.of(")")),
            Map.entry("sets", Set.of("grouping")),
            Map.entry("varying", Set.of("bit", "char", "character")));

    /** What WITH stands before where it names no subqueries, unless it does name one. */
    private static final Set<String> AFTER_HARMLESS_WITH =
            Set.of("time", "local", "ordinality", "ties", "unique", "wrapper");

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

    /** Collations that each database has. Others are found by the path. */
    private static final Set<String> COLLATIONS = Set.of("C", "POSIX", "default", "ucs_basic");

    private static final Pattern NAME = Pattern.compile("'([A-Za-z_][A-Za-z0-9_]*|\"[^\"\\\\]+\")'");

    private static final Pattern QUALIFIED_NAME =
            Pattern.compile("'([A-Za-z_]\\w*|\"\\w+\")\\.([A-Za-z_]\\w*|\"\\w+\")'");

    private final String sql;

    private final SqlWords words;

    private final CommonTables subqueries;

    private final Set<String> relations;

    /** The schemas that it names itself. */
    private final Set<String> schemas = new HashSet<>();

    private final List<Integer> places = new ArrayList<>();

    private final Deque<ScanLevel> levels = new ArrayDeque<>(List.of(new ScanLevel(0, "")));

    private boolean sure = true;

    private boolean draws;

    private boolean backslashes;

    private int at;

    /** Where a word stands that has been read before. */
    private int known = -1;

    private RelationScan(String sql, Set<String> relations) {
        this.sql = sql;
        this.words = new SqlWords(sql);
        this.subqueries = new CommonTables(words);
        this.relations = relations;
    }

    /**
     * Returns {@code sql} with the places of those of {@code relations} that it names, or nothing if it is not sure that each
     * name in it is one of those, or is qualified, or is the same for everybody.
     */
    static Optional<QualifiedSql> of(String sql, Set<String> relations) {
        return new RelationScan(sql, relations).scan();
    }

    private Optional<QualifiedSql> scan() {
        // A name for both would have to be told apart by where it is seen.
        sure = STARTS.contains(word(0)) && subqueries.areReadable() && !subqueries.haveOneOf(relations);
        while (sure && at < words.size()) {
            read(words.token(at));
            at++;
        }
        return sure && levels.size() == 1 && level().isComplete()
                ? Optional.of(QualifiedSql.of(sql, places, schemas, draws, backslashes))
                : Optional.empty();
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
        backslashes |= token.text().indexOf('\\') >= 0;
        giveUpUnless(!level().relationNext && SqlLiterals.mayFollow(words, at - 1));
    }

    private void word(SqlToken token) {
        // Two quotes within a name make two of it.
        boolean half = token.kind() == Kind.QUOTED
                && words.token(at - 1).kind() == Kind.QUOTED
                && words.isGluedToTheOneBefore(at);
        if (at == known) {
            return;
        }
        if (half || words.isGluedToNumber(at) || isTelling(token)) {
            giveUp();
        } else if (level().relationNext) {
            relation(token);
        } else if (!words.isQualified(at)) {
            name(token);
        }
    }

    private static boolean isTelling(SqlToken token) {
        // TABLE x is a query.
        return TELLING.contains(token.folded())
                || (token.kind() == Kind.WORD && token.folded().equals("table"));
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
        boolean ofValue = words.isSign(at - 1, ')') || words.isSign(at - 1, ']');
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
            beforeParenthesis(at - 1, inner);
        }
        levels.push(inner);
    }

    private void close() {
        giveUpUnless(levels.size() > 1 && level().isComplete());
        if (sure) {
            levels.pop();
        }
    }

    private void beforeParenthesis(int name, ScanLevel inner) {
        String word = word(name);
        if (words.isQualified(name)) {
            giveUp();
        } else if (subqueries.areNamedAt(name) || isType(name)) {
            inner.arguments = true;
        } else if (subqueries.openAt(at)) {
            inner.query = true;
        } else if (isFollowedByColumns(name)) {
            // Types may stand between the columns, and may be tables.
            giveUpUnless(words.isListOfColumns(at));
        } else if (word.equals("nextval")) {
            sequence();
        } else if (!isKeyword(name)) {
            giveUpUnless(BuiltInFunctions.contain(word));
            inner.arguments = true;
        }
    }

    private boolean isFollowedByColumns(int name) {
        return word(name).equals("using") || word(name - 1).equals("as") || isAlias(name);
    }

    /** Returns whether an alias stands there, of a relation, a function or a subquery. No value comes behind these. */
    private boolean isAlias(int name) {
        boolean ordinality =
                word(name - 1).equals("ordinality") && word(name - 2).equals("with");
        return level().from
                && !ReservedWords.contain(word(name))
                && (name == level().alias || ordinality || words.isSign(name - 1, ')'));
    }

    private boolean isKeyword(int name) {
        String word = word(name);
        return switch (word) {
            case "as" -> level().windows;
            case "like", "ilike", "overlaps" -> words.isBetweenValues(name);
            case "set" -> level().set == name;
            case "conflict" -> level().doNext && word(name - 1).equals("on") && words.isListOfColumns(at);
            case "rollup", "cube" ->
                word(name - 1).equals("by") && word(name - 2).equals("group");
            case "insert" -> level().merges && isBeforeValues(name);
            default ->
                BEFORE_PARENTHESIS.contains(word)
                        || BEFORE_PARENTHESIS_AFTER.getOrDefault(word, Set.of()).contains(word(name - 1));
        };
    }

    private boolean isBeforeValues(int insert) {
        return word(insert - 1).equals("then")
                && Set.of("values", "overriding").contains(word(words.endOfParenthesis(insert + 1) + 1));
    }

    private void sequence() {
        draws = true;
        SqlToken argument = words.token(at + 1);
        giveUpUnless(argument.kind() == Kind.TEXT && words.isSign(endOfSequence(), ')'));
        Matcher name = NAME.matcher(argument.text());
        Matcher qualified = QUALIFIED_NAME.matcher(argument.text());
        if (name.matches() && relations.contains(unquoted(name.group(1)))) {
            places.add(argument.start() + 1);
        } else if (qualified.matches()) {
            schemas.add(unquoted(qualified.group(1)));
        } else {
            giveUp();
        }
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1) : SqlToken.folded(name);
    }

    /** Returns what stands behind the name of a sequence, which may be cast to what it is taken for anyway. */
    private int endOfSequence() {
        if (words.isSign(at + 2, ':')
                && words.isSign(at + 3, ':')
                && word(at + 4).equals("regclass")) {
            known = at + 4;
            return at + 5;
        }
        return at + 2;
    }

    private void name(SqlToken token) {
        if (isType(at)) {
            // Each table is a type, too, and so found by the path.
            giveUpUnless(isBuiltInType(at) || words.isSign(at + 1, '.'));
        } else if (token.kind() == Kind.WORD) {
            keyword(word(at));
        }
    }

    private boolean isBuiltInType(int index) {
        String word = word(index);
        return BuiltInTypes.contain(word)
                && (!word.equals("double") || word(index + 1).equals("precision"));
    }

    /** Returns whether what stands there is a type, as in {@code CAST(x AS varchar(9))} and {@code x::varchar(9)}. */
    private boolean isType(int index) {
        return (words.isSign(index - 1, ':') && words.isSign(index - 2, ':'))
                || (word(index - 1).equals("as") && level().opener.equals("cast"));
    }

    private void keyword(String word) {
        ScanLevel level = level();
        if (word.startsWith("pg_temp")) {
            giveUp();
        } else if (ENDS_OF_FROM.contains(word)) {
            level.from = false;
        }
        switch (word) {
            case "select" -> level.beginQuery();
            case "values" -> values();
            case "set" -> set();
            // Of a function for JSON, before a type.
            case "returning" -> giveUpUnless(level.query);
            case "with" -> with();
            case "window" -> level.windows = true;
            case "when" -> level.from &= !level.merges;
            case "collate" -> collation();
            case "conflict" -> conflict();
            case "do" -> beginAction();
            case "delete" -> level.query |= subqueries.letBegin(at);
            case "insert", "merge" -> insert(word);
            case "default" -> draws = true;
            case "update" -> update();
            case "from" -> from();
            case "join" -> join();
            case "using" -> using();
            case "into" -> into();
            default -> {
                // A name or a keyword that no relation follows.
            }
        }
    }

    private void values() {
        // Elsewhere it comes behind INTO, or is a name.
        boolean begins = subqueries.areBefore(at) || (at == level().start && !level().arguments);
        if (begins && words.isSign(at + 1, '(')) {
            level().beginQuery();
        }
    }

    private void set() {
        ScanLevel level = level();
        boolean action = word(at - 1).equals("update") && Set.of("then", "do").contains(word(at - 2));
        if (action || (level.setNext && !word(at - 1).equals("as"))) {
            level.beginSet(at);
        } else {
            // An alias, behind which further relations may come, or not.
            giveUpUnless(!level.updates || !level.from);
        }
    }

    private void with() {
        boolean subquery =
                word(at + 2).equals("as") && Set.of("(", "not", "materialized").contains(word(at + 3));
        boolean harmless = AFTER_HARMLESS_WITH.contains(word(at + 1)) && !subquery && !words.isSign(at + 2, '(');
        // In a subquery, its names would be seen there only.
        giveUpUnless(at == 0 || (harmless && at != level().start));
    }

    private void collation() {
        boolean qualified = words.isSign(at + 2, '.');
        giveUpUnless(qualified || COLLATIONS.contains(words.token(at + 1).folded()));
    }

    // The words may be those of a condition of a join as well, but DO is reserved.
    private void conflict() {
        ScanLevel level = level();
        boolean constraint = word(at + 1).equals("on") && word(at + 2).equals("constraint");
        boolean clause = constraint || Set.of("(", "do").contains(word(at + 1));
        if (level.inserts && word(at - 1).equals("on") && clause) {
            giveUpUnless(!level.conflict);
            level.conflict = true;
            level.doNext = true;
            level.from = false;
        }
    }

    private void beginAction() {
        giveUpUnless(level().doNext || level().merges);
        level().doNext = false;
    }

    private void insert(String word) {
        draws = true;
        if (subqueries.letBegin(at)) {
            level().query = true;
            level().inserts = word.equals("insert");
            level().merges = word.equals("merge");
            level().updates = level().merges;
        }
    }

    private void update() {
        // FOR UPDATE, FOR NO KEY UPDATE, DO UPDATE, THEN UPDATE
        if (!Set.of("for", "key", "do", "then").contains(word(at - 1))) {
            giveUpUnless(subqueries.letBegin(at));
            level().query = true;
            level().updates = true;
            level().setNext = true;
            level().expectRelation(true);
        }
    }

    private void from() {
        boolean comparison =
                word(at - 1).equals("distinct") && Set.of("is", "not").contains(word(at - 2));
        // Elsewhere it parts the arguments of a function, as in EXTRACT(YEAR FROM x).
        if (level().query && !comparison) {
            level().listRelations();
            level().expectRelation(word(at - 1).equals("delete"));
        }
    }

    private void join() {
        giveUpUnless(level().query);
        level().listRelations();
        level().expectRelation(false);
    }

    private void using() {
        boolean subquery =
                words.isSign(at + 1, '(') && Set.of("select", "values").contains(word(at + 2));
        // Otherwise it is one of columns in parentheses, or of an operator.
        if (level().query && (subquery || words.token(at + 1).isName())) {
            level().listRelations();
            level().expectRelation(false);
        }
    }

    private void into() {
        giveUpUnless(level().query && Set.of("insert", "merge").contains(word(at - 1)) && subqueries.letBegin(at - 1));
        level().expectRelation(true);
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
        }
    }

    private void qualified(SqlToken schema, boolean into) {
        String name = schema.folded();
        schemas.add(name);
        giveUpUnless(!SYSTEM_SCHEMAS.contains(name) && !name.startsWith("pg_temp"));
        boolean dot = words.isSign(at + 3, '.');
        giveUpUnless(words.token(at + 2).isName() && !dot && (into || !words.isSign(at + 3, '(')));
        at += 2;
    }

    private void unqualified(SqlToken token) {
        String name = token.folded();
        if (relations.contains(name)) {
            places.add(token.start());
        } else {
            // What is changed is never a subquery, whatever it is called.
            giveUpUnless(!level().target && subqueries.areSeenAt(at, name));
        }
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
