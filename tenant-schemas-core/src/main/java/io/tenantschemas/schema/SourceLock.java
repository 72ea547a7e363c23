package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps others from changing a schema while it is copied, until the transaction ends. */
final class SourceLock {

    /** In one order for all who lock them. Rows that their owner may not see cannot be copied without changing that for a while. */
    private static final String TABLES = """
            SELECT pg_catalog.format('%I.%I', {from}, c.relname),
                c.relkind = 'r' AND c.relforcerowsecurity AND pg_catalog.row_security_active(c.oid)
            FROM {members pg_class c} WHERE c.relkind IN ('r', 'p') ORDER BY c.oid
            """;

    private final List<String> hidden = new ArrayList<>();

    private SourceLock() {}

    /** Locks all tables: against writers if their rows are copied, or else against changes of what they are. */
    static SourceLock take(CatalogueSql sql, Session session, boolean withData) throws SQLException {
        SourceLock lock = new SourceLock();
        Set<String> locked = new HashSet<>();
        List<Table> found = lock.find(sql, session, locked);
        // A table may have been added before the others were locked.
        while (!found.isEmpty()) {
            lock.take(found, session, withData);
            found.forEach(table -> locked.add(table.name()));
            found = lock.find(sql, session, locked);
        }
        return lock;
    }

    private List<Table> find(CatalogueSql sql, Session session, Set<String> locked) throws SQLException {
        return session.query(sql.of(TABLES), row -> new Table(row.getString(1), row.getBoolean(2))).stream()
                .filter(table -> !locked.contains(table.name()))
                .toList();
    }

    private void take(List<Table> tables, Session session, boolean withData) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (Table table : tables) {
            boolean unhide = withData && table.isHidden();
            if (unhide) {
                hidden.add(table.name());
            }
            statements.add("LOCK TABLE ONLY %s IN %s MODE"
                    .formatted(table.name(), unhide ? "ACCESS EXCLUSIVE" : withData ? "SHARE" : "ACCESS SHARE"));
        }
        session.execute(statements);
    }

    /** Returns statements that show the owner all rows. */
    List<String> show() {
        return security("NO FORCE");
    }

    /** Returns statements that undo this. */
    List<String> hide() {
        return security("FORCE");
    }

    private List<String> security(String what) {
        return hidden.stream()
                .map(table -> "ALTER TABLE %s %s ROW LEVEL SECURITY".formatted(table, what))
                .collect(Collectors.toList());
    }

    private record Table(String name, boolean isHidden) {}
}
