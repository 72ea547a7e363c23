package io.tenantschemas.isolationcheck.access;

import java.util.List;
import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.SimplePropertySqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;

import io.tenantschemas.isolationcheck.model.Row;

/** Spring's {@code SimpleJdbcInsert}, which is told the columns and asks the database for nothing. */
public final class SimpleInserts implements Access {

    private final JdbcTemplate jdbc;

    private final SimpleJdbcInsert insert;

    public SimpleInserts(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.insert = new SimpleJdbcInsert(dataSource)
                .withTableName("entry")
                .usingColumns("marker", "owner_id", "stamp", "writer", "amount")
                .withoutTableColumnMetaDataAccess();
        // Now, while nobody has a connection: at first use it would wait for one with a lock held, for which those
        // wait who have all the connections of a small pool.
        this.insert.compile();
    }

    @Override
    public void insert(List<Row> rows) {
        insert.executeBatch(
                rows.stream().map(SimplePropertySqlParameterSource::new).toArray(SqlParameterSource[]::new));
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
        return jdbc.query("TABLE entry", (result, number) -> EntryRows.read(result));
    }
}
