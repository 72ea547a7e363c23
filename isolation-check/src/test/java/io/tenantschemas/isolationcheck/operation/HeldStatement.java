package io.tenantschemas.isolationcheck.operation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.isolationcheck.access.PlainJdbc.UncheckedSqlException;
import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;
import io.tenantschemas.tenant.Tenant;

/** A statement and a result that are kept and used when another tenant is bound, or none. */
public final class HeldStatement implements Operation {

    @Override
    public void run(Attempt attempt) {
        Place place = attempt.place();
        Life other = attempt.placeOtherThan(place).life();
        attempt.in(
                place,
                () -> attempt.reading(visit -> {
                    if (other != null && other != visit.life()) {
                        visit.checkIdentity();
                        hold(attempt, other.tenant());
                    }
                }));
    }

    private static void hold(Attempt attempt, Tenant other) {
        try (Connection connection = attempt.node().dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT stamp FROM identity_card");
                ResultSet result = statement.executeQuery()) {
            refuse(attempt, other, "row", result::next);
            refuse(attempt, other, "statement", statement::executeQuery);
            refuse(attempt, other, "connection", connection::createStatement);
            refuse(attempt, other, "metadata", () -> connection.getMetaData().getTables(null, null, "entry", null));
        } catch (SQLException failure) {
            throw new UncheckedSqlException(failure);
        }
    }

    private static void refuse(Attempt attempt, Tenant other, String what, Use use) throws SQLException {
        try {
            if (attempt.choices().oneIn(2)) {
                attempt.node().tenants().execute(other, use::use);
            } else {
                attempt.node().tenants().executeShared(use::use);
            }
        } catch (TenantSwitchException expected) {
            attempt.counts().add("refused, as it must be: " + what + " of another tenant");
            return;
        }
        throw new Violation("A " + what + " of another tenant was not refused.");
    }

    @FunctionalInterface
    private interface Use {

        Object use() throws SQLException;
    }
}
