package io.tenantschemas.isolationcheck.operation;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.isolationcheck.access.Savepoint;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Ending;
import io.tenantschemas.isolationcheck.run.Operation;

/** A statement that fails or takes too long in the midst of a transaction. */
public final class FailingStatement implements Operation {

    @Override
    public void run(Attempt attempt) {
        boolean timeout = attempt.choices().oneIn(2);
        boolean survived = attempt.choices().oneIn(2);
        attempt.in(
                attempt.place(),
                () -> attempt.transaction(
                        attempt.node().transaction(), survived ? Ending.COMMIT : Ending.ROLLBACK, visit -> {
                            visit.act(2);
                            Savepoint savepoint = Savepoint.set(attempt.node().dataSource());
                            fail(attempt, timeout);
                            if (survived) {
                                savepoint.rollBack();
                                visit.checkIdentity();
                                visit.act(1);
                                visit.checkRows();
                            }
                        }));
    }

    private static void fail(Attempt attempt, boolean timeout) {
        JdbcTemplate jdbc = attempt.node().bean(JdbcTemplate.class);
        attempt.note(timeout ? "timeout" : "failing statement");
        try {
            jdbc.execute(timeout ? "SET LOCAL statement_timeout = 5; SELECT pg_sleep(10)" : "SELECT 1 / 0");
        } catch (DataAccessException expected) {
            // A backend that was killed comes to light at the next statement.
            attempt.counts().add(timeout ? "statement timeout" : "statement failed");
        }
    }
}
