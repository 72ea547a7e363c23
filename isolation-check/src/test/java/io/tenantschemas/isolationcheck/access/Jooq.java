package io.tenantschemas.isolationcheck.access;

import java.util.List;

import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

import io.tenantschemas.isolationcheck.model.Row;

/** jOOQ without generated code. */
public final class Jooq implements Access {

    private static final Table<?> ENTRY = DSL.table(DSL.name("entry"));

    private static final Field<Long> ID = DSL.field(DSL.name("id"), Long.class);

    private static final Field<String> MARKER = DSL.field(DSL.name("marker"), String.class);

    private static final Field<Long> OWNER = DSL.field(DSL.name("owner_id"), Long.class);

    private static final Field<String> STAMP = DSL.field(DSL.name("stamp"), String.class);

    private static final Field<Integer> WRITER = DSL.field(DSL.name("writer"), Integer.class);

    private static final Field<Integer> AMOUNT = DSL.field(DSL.name("amount"), Integer.class);

    private final DSLContext sql;

    public Jooq(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public void insert(List<Row> rows) {
        rows.forEach(row -> sql.insertInto(ENTRY, MARKER, OWNER, STAMP, WRITER, AMOUNT)
                .values(row.marker(), row.ownerId(), row.stamp(), row.writer(), row.amount())
                .execute());
    }

    @Override
    public void change(String marker, int amount) {
        sql.update(ENTRY).set(AMOUNT, amount).where(MARKER.eq(marker)).execute();
    }

    @Override
    public void delete(String marker) {
        sql.deleteFrom(ENTRY).where(MARKER.eq(marker)).execute();
    }

    @Override
    public List<Row> findAll() {
        return sql.select(ID, MARKER, OWNER, STAMP, WRITER, AMOUNT)
                .from(ENTRY)
                .fetch(record -> new Row(
                        record.value1(),
                        record.value2(),
                        record.value3(),
                        record.value4(),
                        record.value5(),
                        record.value6()));
    }
}
