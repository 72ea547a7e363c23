package io.tenantschemas.isolationcheck.access;

import java.util.List;
import java.util.stream.Stream;

import jakarta.persistence.EntityManager;

import org.hibernate.jpa.HibernateHints;

import io.tenantschemas.isolationcheck.application.Entry;
import io.tenantschemas.isolationcheck.model.Row;

/** SQL by way of the entity manager; reads through a stream, in a transaction with a cursor of the server. */
public final class JpaNative implements Access {

    private final EntityManager entities;

    public JpaNative(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public void insert(List<Row> rows) {
        rows.forEach(row -> entities.createNativeQuery(
                        "INSERT INTO entry (marker, owner_id, stamp, writer, amount) VALUES (?, ?, ?, ?, ?)")
                .setParameter(1, row.marker())
                .setParameter(2, row.ownerId())
                .setParameter(3, row.stamp())
                .setParameter(4, row.writer())
                .setParameter(5, row.amount())
                .executeUpdate());
    }

    @Override
    public void change(String marker, int amount) {
        entities.createNativeQuery("UPDATE entry SET amount = ? WHERE marker = ?")
                .setParameter(1, amount)
                .setParameter(2, marker)
                .executeUpdate();
    }

    @Override
    public void delete(String marker) {
        entities.createNativeQuery("DELETE FROM entry WHERE marker = ?")
                .setParameter(1, marker)
                .executeUpdate();
    }

    @Override
    @SuppressWarnings("unchecked") // JPA has no typed native query that streams.
    public List<Row> findAll() {
        try (Stream<Entry> stream = entities.createNativeQuery("SELECT * FROM entry ORDER BY id", Entry.class)
                .setHint(HibernateHints.HINT_FETCH_SIZE, 3)
                .getResultStream()) {
            List<Row> rows = stream.map(Entry::toRow).toList();
            entities.clear();
            return rows;
        }
    }

    @Override
    public boolean needsTransaction() {
        return true;
    }

    // Spring closes the session before the stream is read.
    @Override
    public boolean needsTransactionToRead() {
        return true;
    }
}
