package io.tenantschemas.isolationcheck.access;

import java.util.List;
import java.util.function.Function;

import jakarta.persistence.EntityManager;

import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

import io.tenantschemas.isolationcheck.application.Entry;
import io.tenantschemas.isolationcheck.model.Row;

/** Hibernate's session without a persistence context, on the connection of the transaction. */
public final class Stateless implements Access {

    private final EntityManager entities;

    private final SessionFactory sessions;

    public Stateless(EntityManager entities, SessionFactory sessions) {
        this.entities = entities;
        this.sessions = sessions;
    }

    @Override
    public void insert(List<Row> rows) {
        in(session -> {
            session.insertMultiple(rows.stream().map(Entry::new).toList());
            return rows;
        });
    }

    @Override
    public void change(String marker, int amount) {
        in(session -> {
            Entry entry = find(session, marker);
            entry.setAmount(amount);
            session.update(entry);
            return entry;
        });
    }

    @Override
    public void delete(String marker) {
        in(session -> {
            Entry entry = find(session, marker);
            session.delete(entry);
            return entry;
        });
    }

    private static Entry find(StatelessSession session, String marker) {
        return session.createSelectionQuery("from Entry e where e.marker = :marker", Entry.class)
                .setParameter("marker", marker)
                .getSingleResult();
    }

    @Override
    public List<Row> findAll() {
        return in(session -> session.createSelectionQuery("from Entry", Entry.class).getResultList().stream()
                .map(Entry::toRow)
                .toList());
    }

    // Not the one that Spring offers for injection: Hibernate 7.4 refuses to derive it as soon as there are tenants.
    private <T> T in(Function<StatelessSession, T> work) {
        return entities.unwrap(Session.class).doReturningWork(connection -> {
            try (StatelessSession session = sessions.openStatelessSession(connection)) {
                return work.apply(session);
            }
        });
    }

    @Override
    public boolean needsTransaction() {
        return true;
    }
}
