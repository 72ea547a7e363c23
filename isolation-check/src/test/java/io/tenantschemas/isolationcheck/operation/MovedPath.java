package io.tenantschemas.isolationcheck.operation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;

import io.tenantschemas.isolationcheck.access.PlainJdbc.UncheckedSqlException;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** SQL of the application's own that moves the path. It may; but never past its own checkout. */
public final class MovedPath implements Operation {

    private static final List<String> SQL = List.of(
            "SET search_path = \"%s\", public",
            "SET LOCAL search_path = \"%s\"",
            "SELECT set_config('search_path', '%s', false)",
            "DO $$ BEGIN PERFORM set_config('search_path', '%s', false); END $$",
            "SET search_path TO DEFAULT",
            "RESET ALL",
            "RESET search_path");

    @Override
    public void run(Attempt attempt) {
        Place place = attempt.place();
        Place other = attempt.placeOtherThan(place);
        int sql = attempt.choices().below(SQL.size() + 1);
        attempt.in(
                place,
                () -> attempt.transaction(attempt.node().transaction(), attempt.ending(), visit -> {
                    visit.act(2);
                    visit.checkRows();
                    attempt.note("move the path to " + other.name() + ", " + sql);
                    move(attempt, sql, other.name().value());
                    // Whatever the application reads from here on is its own affair.
                }));
    }

    private static void move(Attempt attempt, int sql, String schema) {
        if (sql < SQL.size()) {
            attempt.node().bean(JdbcTemplate.class).execute(SQL.get(sql).formatted(schema));
            return;
        }
        DataSource dataSource = attempt.node().dataSource();
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            connection.setSchema(schema);
        } catch (SQLException failure) {
            throw new UncheckedSqlException(failure);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }
}
