package io.tenantschemas.isolationcheck.access;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.isolationcheck.model.Row;

/** Spring's {@code JdbcClient}; reads through a stream. */
public final class JdbcClients implements Access {

    private final JdbcClient jdbc;

    public JdbcClients(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void insert(List<Row> rows) {
        rows.forEach(
                row -> jdbc.sql("INSERT INTO entry (marker, owner_id, stamp, writer, amount) VALUES (?, ?, ?, ?, ?)")
                        .params(row.marker(), row.ownerId(), row.stamp(), row.writer(), row.amount())
                        .update());
    }

    @Override
    public void change(String marker, int amount) {
        jdbc.sql("UPDATE entry SET amount = ? WHERE marker = ?")
                .params(amount, marker)
                .update();
    }

    @Override
    public void delete(String marker) {
        jdbc.sql("DELETE FROM entry WHERE marker = ?").params(marker).update();
    }

    @Override
    public List<Row> findAll() {
        try (Stream<Row> rows =
                jdbc
                        .sql(EntryRows.SELECT)
                        .withFetchSize(3)
                        .query((result, number) -> EntryRows.read(result))
                        .stream()) {
            return rows.toList();
        }
    }
}
