package io.tenantschemas.isolationcheck.access;

import java.util.List;

import jakarta.persistence.EntityManager;

import io.tenantschemas.isolationcheck.application.Entry;
import io.tenantschemas.isolationcheck.model.Row;

/** Entities of a persistence context, written in batches. */
public final class JpaEntities implements Access {

    private final EntityManager entities;

    public JpaEntities(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public void insert(List<Row> rows) {
        rows.forEach(row -> entities.persist(new Entry(row)));
        end();
    }

    @Override
    public void change(String marker, int amount) {
        find(marker).setAmount(amount);
        end();
    }

    @Override
    public void delete(String marker) {
        entities.remove(find(marker));
        end();
    }

    private Entry find(String marker) {
        return entities.createQuery("from Entry e where e.marker = :marker", Entry.class)
                .setParameter("marker", marker)
                .getSingleResult();
    }

    // Other ways write within the same transaction, of which the persistence context knows nothing.
    private void end() {
        entities.flush();
        entities.clear();
    }

    @Override
    public List<Row> findAll() {
        List<Row> rows = entities.createQuery("from Entry", Entry.class).getResultList().stream()
                .map(Entry::toRow)
                .toList();
        entities.clear();
        return rows;
    }

    @Override
    public boolean needsTransaction() {
        return true;
    }
}
