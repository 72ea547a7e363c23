package io.tenantschemas.isolationcheck.operation;

import java.sql.Connection;
import java.sql.SQLException;

import io.tenantschemas.isolationcheck.access.PlainJdbc;
import io.tenantschemas.isolationcheck.access.PlainJdbc.UncheckedSqlException;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Ending;
import io.tenantschemas.isolationcheck.run.Operation;
import io.tenantschemas.isolationcheck.run.Visit;

/** A connection straight from the data source, with a transaction made by hand. */
public final class OnPlainConnection implements Operation {

    @Override
    public void run(Attempt attempt) {
        attempt.in(attempt.place(), () -> attempt.byHand((visit, end) -> work(attempt, visit, end)));
    }

    private static void work(Attempt attempt, Visit visit, Runnable end) {
        Ending ending = attempt.ending();
        try (Connection connection = attempt.node().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Runnable nothingWritten = visit.change().savepoint();
            visit.insertOn(connection, 2);
            visit.checkFound(PlainJdbc.findAll(connection));
            if (ending == Ending.COMMIT) {
                end.run();
                connection.commit();
            } else if (ending == Ending.ROLLBACK) {
                connection.rollback();
                nothingWritten.run();
                visit.checkFound(PlainJdbc.findAll(connection));
            }
            // Otherwise the pool has to roll back.
        } catch (SQLException failure) {
            throw new UncheckedSqlException(failure);
        }
    }
}
