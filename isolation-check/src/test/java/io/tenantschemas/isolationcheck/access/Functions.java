package io.tenantschemas.isolationcheck.access;

import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.isolationcheck.model.Row;

/** The tenant's own functions, called in SQL; their bodies find tables by the path. */
public final class Functions implements Access {

    private final JdbcTemplate jdbc;

    public Functions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void insert(List<Row> rows) {
        rows.forEach(row -> jdbc.queryForObject(
                "SELECT add_entry(?, ?, ?, ?, ?)",
                Long.class,
                row.marker(),
                row.ownerId(),
                row.stamp(),
                row.writer(),
                row.amount()));
    }

    @Override
    public void change(String marker, int amount) {
        jdbc.update("CALL change_entry(?, ?)", marker, amount);
    }

    @Override
    public void delete(String marker) {
        jdbc.update("CALL delete_entry(?)", marker);
    }

    @Override
    public List<Row> findAll() {
        return jdbc.query("SELECT * FROM entries()", (result, number) -> EntryRows.read(result));
    }
}
