package io.tenantschemas.isolationcheck.application;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

import io.tenantschemas.isolationcheck.model.Row;

/** A row as an aggregate of Spring Data JDBC. */
@Table("entry")
public record EntryRecord(@Id @Nullable Long id, String marker, long ownerId, String stamp, int writer, int amount) {

    public static EntryRecord of(Row row) {
        return new EntryRecord(null, row.marker(), row.ownerId(), row.stamp(), row.writer(), row.amount());
    }

    public Row toRow() {
        return new Row(id == null ? 0 : id, marker, ownerId, stamp, writer, amount);
    }
}
