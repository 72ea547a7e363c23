package io.tenantschemas.isolationcheck.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.access.PlainJdbc;
import io.tenantschemas.isolationcheck.application.AuditLine;
import io.tenantschemas.isolationcheck.model.Change;
import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Outcome;
import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.isolationcheck.model.Violation;

/** One transaction, or one statement without, for the tenant that is bound. */
public final class Visit {

    private static final int ENOUGH_ROWS = 8;

    /** Settings, prepared statements and locks, each with its owner. */
    private static final String LEFT_OVERS =
            "SELECT current_setting('isolation.owner', true) WHERE current_setting('isolation.owner', true) <> ''"
                    + " UNION ALL SELECT split_part(statement, chr(39), 2) FROM pg_prepared_statements WHERE name = 'left_behind'"
                    + " UNION ALL SELECT objid || ' ' || ? FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()";

    private final Attempt attempt;

    private final Change change;

    private boolean touchedTenant;

    Visit(Attempt attempt, Change change) {
        this.attempt = attempt;
        this.change = change;
    }

    public Life life() {
        return change.life();
    }

    public Change change() {
        return change;
    }

    /** Does a few things at random: writes, and reads with a look at every row. */
    public void act(int steps) {
        for (int i = 0; i < steps; i++) {
            switch (attempt.choices().below(5)) {
                case 0, 1 -> write();
                case 2, 3 -> checkRows();
                default -> audit();
            }
        }
    }

    /** Inserts, changes or deletes in some way. */
    public void write() {
        write(attempt.choices().oneOf(attempt.node().accesses()));
    }

    /** Inserts, changes or deletes in that way. */
    public void write(Access access) {
        List<String> own = change.untouched();
        int kind = attempt.choices().below(4);
        if (own.isEmpty() || (kind < 2 && own.size() < ENOUGH_ROWS)) {
            insert(access, 1 + attempt.choices().below(3));
        } else if (kind < 3 && own.size() < ENOUGH_ROWS) {
            change(access, attempt.choices().oneOf(own));
        } else {
            delete(access, attempt.choices().oneOf(own));
        }
    }

    /** Inserts so many rows in that way. */
    public void insert(Access access, int number) {
        List<Row> rows = newRows(number);
        attempt.note("insert " + number + " by " + access.name());
        rows.forEach(change::inserted);
        touchedTenant = true;
        access.insert(rows);
        attempt.counts().written(access);
    }

    /** Inserts so many rows on a connection that the caller got from the data source. */
    public void insertOn(Connection connection, int number) throws SQLException {
        List<Row> rows = newRows(number);
        attempt.note("insert " + number + " on a connection");
        rows.forEach(change::inserted);
        touchedTenant = true;
        PlainJdbc.insert(connection, rows);
    }

    /** Returns rows of the tenant that are not yet in the database. */
    public List<Row> newRows(int number) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            rows.add(new Row(
                    0,
                    attempt.newMarker(),
                    life().id(),
                    life().stamp(),
                    change.writer(),
                    attempt.choices().below(1000)));
        }
        return rows;
    }

    private void change(Access access, String marker) {
        int amount = attempt.choices().below(1000);
        attempt.note("change " + marker + " by " + access.name());
        change.changed(marker, amount);
        touchedTenant = true;
        access.change(marker, amount);
        attempt.counts().written(access);
    }

    private void delete(Access access, String marker) {
        attempt.note("delete " + marker + " by " + access.name());
        change.deleted(marker);
        touchedTenant = true;
        access.delete(marker);
        attempt.counts().written(access);
    }

    /** Reads everything in some way and looks at every row. */
    public void checkRows() {
        Access access = attempt.choices().oneOf(attempt.node().accesses());
        if (!access.needsTransactionToRead() || TransactionSynchronizationManager.isActualTransactionActive()) {
            checkRows(access);
        }
    }

    /** Reads everything in that way and looks at every row. */
    public void checkRows(Access access) {
        attempt.note("read by " + access.name());
        touchedTenant = true;
        checkFound(access.findAll());
        attempt.counts().read(access);
    }

    /** Makes sure that these are the rows that must be found. */
    public void checkFound(List<Row> found) {
        touchedTenant = true;
        change.check(found);
    }

    /** Asks the schema whose it is. */
    public void checkIdentity() {
        checkIdentity(attempt.node().jdbc());
    }

    private void checkIdentity(JdbcClient jdbc) {
        touchedTenant = true;
        List<String> cards = jdbc.sql("SELECT owner_id || ' ' || stamp FROM identity_card")
                .query(String.class)
                .list();
        if (!cards.equals(List.of(life().id() + " " + life().stamp()))) {
            throw new Violation("%s was shown the schema of another tenant: %s".formatted(life(), cards));
        }
    }

    /** Looks for what others may have left in the session. */
    public void checkLeftOvers() {
        String own = life().id() + " " + life().stamp();
        JdbcClient jdbc = attempt.node().jdbc();
        touchedTenant = true;
        List<String> found = new ArrayList<>();
        if (isTrue(jdbc, "SELECT to_regclass('pg_temp.scratch') IS NOT NULL")) {
            found.addAll(jdbc.sql("SELECT owner FROM pg_temp.scratch")
                    .query(String.class)
                    .list());
        }
        if (isTrue(jdbc, "SELECT EXISTS (SELECT FROM pg_cursors WHERE name = 'left_behind')")) {
            found.addAll(
                    jdbc.sql("FETCH ALL FROM left_behind").query(String.class).list());
        }
        found.addAll(
                jdbc.sql(LEFT_OVERS).param(life().stamp()).query(String.class).list());
        if (!found.stream().allMatch(own::equals)) {
            throw new Violation("%s found what others left in the session: %s".formatted(life(), found));
        }
    }

    private static boolean isTrue(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql).query(Boolean.class).single();
    }

    /** Writes into the shared table. */
    public void audit() {
        String marker = attempt.newMarker();
        attempt.note("audit " + marker);
        change.audited(marker);
        if (attempt.choices().oneIn(2)) {
            attempt.node().entities().persist(new AuditLine(marker, life().id()));
            attempt.node().entities().flush();
        } else {
            attempt.node()
                    .jdbc()
                    .sql("INSERT INTO audit_line (marker, owner_id) VALUES (?, ?)")
                    .params(marker, life().id())
                    .update();
        }
    }

    void settle(Outcome outcome) {
        attempt.note(outcome.toString());
        change.settle(outcome);
        if (touchedTenant) {
            attempt.counts().transaction(outcome);
        }
    }
}
