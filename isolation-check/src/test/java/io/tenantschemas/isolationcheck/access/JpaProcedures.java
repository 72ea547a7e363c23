package io.tenantschemas.isolationcheck.access;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.EntityManager;
import jakarta.persistence.ParameterMode;
import jakarta.persistence.StoredProcedureQuery;

import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.Session;

import io.tenantschemas.isolationcheck.application.Entry;
import io.tenantschemas.isolationcheck.model.Row;

/** Stored procedures and functions, whose bodies find tables by the path; reads through a cursor that scrolls. */
public final class JpaProcedures implements Access {

    private final EntityManager entities;

    public JpaProcedures(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public void insert(List<Row> rows) {
        for (Row row : rows) {
            StoredProcedureQuery procedure = entities.createStoredProcedureQuery("insert_entry");
            parameter(procedure, 1, String.class, row.marker());
            parameter(procedure, 2, Long.class, row.ownerId());
            parameter(procedure, 3, String.class, row.stamp());
            parameter(procedure, 4, Integer.class, row.writer());
            parameter(procedure, 5, Integer.class, row.amount());
            procedure.execute();
        }
    }

    @Override
    public void change(String marker, int amount) {
        StoredProcedureQuery procedure = entities.createStoredProcedureQuery("change_entry");
        parameter(procedure, 1, String.class, marker);
        parameter(procedure, 2, Integer.class, amount);
        procedure.execute();
    }

    @Override
    public void delete(String marker) {
        StoredProcedureQuery procedure = entities.createStoredProcedureQuery("delete_entry");
        parameter(procedure, 1, String.class, marker);
        procedure.execute();
    }

    private static <T> void parameter(StoredProcedureQuery procedure, int position, Class<T> type, T value) {
        procedure.registerStoredProcedureParameter(position, type, ParameterMode.IN);
        procedure.setParameter(position, value);
    }

    @Override
    public List<Row> findAll() {
        List<Row> rows = new ArrayList<>();
        try (ScrollableResults<Entry> results = entities.unwrap(Session.class)
                .createSelectionQuery("from Entry order by id", Entry.class)
                .setFetchSize(2)
                .scroll(ScrollMode.FORWARD_ONLY)) {
            while (results.next()) {
                rows.add(results.get().toRow());
            }
        }
        entities.clear();
        return rows;
    }

    @Override
    public boolean needsTransaction() {
        return true;
    }

    // Spring closes the session before the cursor is read.
    @Override
    public boolean needsTransactionToRead() {
        return true;
    }
}
