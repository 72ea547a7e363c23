package io.tenantschemas.isolationcheck.operation;

import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.isolationcheck.access.Savepoint;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** A path that is moved after a savepoint, or locally, and comes back with the rollback to it. */
public final class MovedPathUndone implements Operation {

    @Override
    public void run(Attempt attempt) {
        Place place = attempt.place();
        Place other = attempt.placeOtherThan(place);
        String local = attempt.choices().oneOf("", "LOCAL ");
        attempt.in(
                place,
                () -> attempt.transaction(attempt.node().transaction(), attempt.ending(), visit -> {
                    visit.act(1);
                    Savepoint savepoint = Savepoint.set(attempt.node().dataSource());
                    attempt.node()
                            .bean(JdbcTemplate.class)
                            .execute("SET " + local + "search_path = \"" + other.name() + "\", public");
                    savepoint.rollBack();
                    visit.checkIdentity();
                    visit.act(2);
                    visit.checkRows();
                }));
    }
}
