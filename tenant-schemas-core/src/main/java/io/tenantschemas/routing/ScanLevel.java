package io.tenantschemas.routing;

/** What stands between two parentheses, or outside of all, and what has been read of it. */
final class ScanLevel {

    /** Where it begins. */
    final int start;

    /** The word before the parenthesis. */
    final String opener;

    /** Whether it is the arguments of a function. */
    boolean arguments;

    /** Whether it is a query or the like, and not a list of expressions. */
    boolean query;

    /** Whether it inserts. */
    boolean inserts;

    /** Whether it updates rows. */
    boolean updates;

    /** Whether it is of MERGE. */
    boolean merges;

    /** Whether relations are listed, with commas between them. */
    boolean from;

    /** Whether a relation comes next. */
    boolean relationNext;

    /** Whether that relation is changed. */
    boolean target;

    /** Whether names of columns come next, in parentheses. */
    boolean columnsNext;

    /** Whether SET comes next, behind the relation that is updated. */
    boolean setNext;

    /** Where SET stands behind which columns are set. */
    int set = -1;

    /** Where an alias stands if the last relation has one. */
    int alias = -1;

    /** Whether windows get names. */
    boolean windows;

    /** Whether ON CONFLICT was read. */
    boolean conflict;

    /** Whether DO is missing, without which it was something else. */
    boolean doNext;

    ScanLevel(int start, String opener) {
        this.start = start;
        this.opener = opener;
    }

    boolean isComplete() {
        return !relationNext && !doNext;
    }

    void beginQuery() {
        query = true;
        from = false;
        windows = false;
    }

    void expectRelation(boolean changed) {
        relationNext = true;
        target = changed;
    }

    void listRelations(boolean changed) {
        from = true;
        windows = false;
        expectRelation(changed);
    }

    void beginSet(int at) {
        set = at;
        setNext = false;
        from = false;
    }
}
