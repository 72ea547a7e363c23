package io.tenantschemas.isolationcheck.access;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.tenantschemas.isolationcheck.model.Row;

/** Reads rows from results of JDBC. */
final class EntryRows {

    static final String SELECT = "SELECT id, marker, owner_id, stamp, writer, amount FROM entry";

    private EntryRows() {}

    static Row read(ResultSet result) throws SQLException {
        return new Row(
                result.getLong(1),
                result.getString(2),
                result.getLong(3),
                result.getString(4),
                result.getInt(5),
                result.getInt(6));
    }
}
