package io.tenantschemas.isolationcheck.access;

import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SimplePropertySqlParameterSource;

import io.tenantschemas.isolationcheck.model.Row;

/** Spring's {@code NamedParameterJdbcTemplate}. */
public final class NamedParameters implements Access {

    private final NamedParameterJdbcOperations jdbc;

    public NamedParameters(NamedParameterJdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void insert(List<Row> rows) {
        rows.forEach(row -> jdbc.update(
                "INSERT INTO entry (marker, owner_id, stamp, writer, amount)"
                        + " VALUES (:marker, :ownerId, :stamp, :writer, :amount)",
                new SimplePropertySqlParameterSource(row)));
    }

    @Override
    public void change(String marker, int amount) {
        jdbc.update(
                "UPDATE entry SET amount = :amount WHERE marker = :marker", Map.of("marker", marker, "amount", amount));
    }

    @Override
    public void delete(String marker) {
        jdbc.update("DELETE FROM entry WHERE marker = :marker", Map.of("marker", marker));
    }

    @Override
    public List<Row> findAll() {
        return jdbc.query(EntryRows.SELECT, (result, number) -> EntryRows.read(result));
    }
}
