package io.tenantschemas.isolationcheck.operation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.isolationcheck.access.PlainJdbc;
import io.tenantschemas.isolationcheck.access.PlainJdbc.UncheckedSqlException;
import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** A connection that is kept and used when another tenant is bound, which must be refused. */
public final class HeldConnection implements Operation {

    @Override
    public void run(Attempt attempt) {
        Place place = attempt.place();
        Life other = attempt.placeOtherThan(place).life();
        attempt.in(place, () -> {
            try (Connection connection = attempt.node().dataSource().getConnection()) {
                attempt.reading(visit -> {
                    visit.checkFound(findAll(connection));
                    if (other != null && other != visit.life()) {
                        attempt.node().tenants().execute(other.tenant(), () -> refuse(attempt, connection));
                    }
                });
            } catch (SQLException failure) {
                throw new UncheckedSqlException(failure);
            }
        });
    }

    private static String refuse(Attempt attempt, Connection connection) {
        try {
            PlainJdbc.findAll(connection);
        } catch (TenantSwitchException expected) {
            attempt.counts().add("refused, as it must be: connection of another tenant");
            return "";
        } catch (SQLException failure) {
            throw new UncheckedSqlException(failure);
        }
        throw new Violation("A connection of another tenant was not refused.");
    }

    private static List<Row> findAll(Connection connection) {
        try {
            return PlainJdbc.findAll(connection);
        } catch (SQLException failure) {
            throw new UncheckedSqlException(failure);
        }
    }
}
