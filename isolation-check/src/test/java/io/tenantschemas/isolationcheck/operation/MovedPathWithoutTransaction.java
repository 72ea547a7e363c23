package io.tenantschemas.isolationcheck.operation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.tenantschemas.isolationcheck.access.PlainJdbc.UncheckedSqlException;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** A path that is moved for the whole session, which the pool then hands to somebody else. */
public final class MovedPathWithoutTransaction implements Operation {

    @Override
    public boolean needsSession() {
        return true;
    }

    @Override
    public void run(Attempt attempt) {
        Place place = attempt.place();
        Place other = attempt.placeOtherThan(place);
        String sql = attempt.choices()
                .oneOf("SET search_path = \"" + other.name() + "\", public", "DISCARD ALL", "RESET ALL");
        attempt.in(place, () -> {
            attempt.reading(visit -> visit.checkIdentity());
            attempt.note(sql);
            execute(attempt, sql);
            attempt.reading(visit -> visit.checkIdentity());
        });
    }

    private static void execute(Attempt attempt, String sql) {
        try (Connection connection = attempt.node().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new UncheckedSqlException(failure);
        }
    }
}
