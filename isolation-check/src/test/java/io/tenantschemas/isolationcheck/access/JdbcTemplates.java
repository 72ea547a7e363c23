package io.tenantschemas.isolationcheck.access;

import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.isolationcheck.model.Row;

/** Spring's {@code JdbcTemplate}, in batches. */
public final class JdbcTemplates implements Access {

    private final JdbcTemplate jdbc;

    public JdbcTemplates(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void insert(List<Row> rows) {
        jdbc.batchUpdate(
                "INSERT INTO entry (id, marker, owner_id, stamp, writer, amount)"
                        + " VALUES (nextval('entry_seq'), ?, ?, ?, ?, ?)",
                rows.stream()
                        .map(row -> new Object[] {row.marker(), row.ownerId(), row.stamp(), row.writer(), row.amount()})
                        .toList());
    }

    @Override
    public void change(String marker, int amount) {
        jdbc.update("UPDATE entry SET amount = ? WHERE marker = ?", amount, marker);
    }

    @Override
    public void delete(String marker) {
        jdbc.update("DELETE FROM entry WHERE marker = ?", marker);
    }

    @Override
    public List<Row> findAll() {
        return jdbc.query(EntryRows.SELECT, (result, number) -> EntryRows.read(result));
    }
}
