package io.tenantschemas.isolationcheck.access;

import java.util.List;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaDelete;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.CriteriaUpdate;
import jakarta.persistence.criteria.Root;

import io.tenantschemas.isolationcheck.application.Entry;
import io.tenantschemas.isolationcheck.model.Row;

/** JPQL and criteria that write past the persistence context. */
public final class JpaStatements implements Access {

    private final EntityManager entities;

    public JpaStatements(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public void insert(List<Row> rows) {
        rows.forEach(this::insert);
    }

    private void insert(Row row) {
        entities.createQuery("insert into Entry (marker, ownerId, stamp, writer, amount)"
                        + " values (:marker, :ownerId, :stamp, :writer, :amount)")
                .setParameter("marker", row.marker())
                .setParameter("ownerId", row.ownerId())
                .setParameter("stamp", row.stamp())
                .setParameter("writer", row.writer())
                .setParameter("amount", row.amount())
                .executeUpdate();
    }

    @Override
    public void change(String marker, int amount) {
        CriteriaBuilder criteria = entities.getCriteriaBuilder();
        CriteriaUpdate<Entry> update = criteria.createCriteriaUpdate(Entry.class);
        Root<Entry> entry = update.from(Entry.class);
        update.set(entry.<Integer>get("amount"), amount).where(criteria.equal(entry.get("marker"), marker));
        entities.createQuery(update).executeUpdate();
    }

    @Override
    public void delete(String marker) {
        CriteriaBuilder criteria = entities.getCriteriaBuilder();
        CriteriaDelete<Entry> delete = criteria.createCriteriaDelete(Entry.class);
        delete.where(criteria.equal(delete.from(Entry.class).get("marker"), marker));
        entities.createQuery(delete).executeUpdate();
    }

    @Override
    public List<Row> findAll() {
        CriteriaQuery<Entry> query = entities.getCriteriaBuilder().createQuery(Entry.class);
        query.select(query.from(Entry.class));
        List<Row> rows = entities.createQuery(query).getResultList().stream()
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
