package io.tenantschemas.isolationcheck.access;

import java.util.List;
import java.util.function.Function;

import org.hibernate.StatelessSession;

import io.tenantschemas.isolationcheck.application.Entry;
import io.tenantschemas.isolationcheck.model.Row;

/**
 * Sessions that Hibernate opens without being given a connection: they take one of their own, and take part in no transaction
 * but that of {@link StatelessTransactions}.
 */
public final class StatelessSessions implements Access {

    private final StatelessTransactions transactions;

    public StatelessSessions(StatelessTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void insert(List<Row> rows) {
        write(session -> {
            session.insertMultiple(rows.stream().map(Entry::new).toList());
            return rows;
        });
    }

    @Override
    public void change(String marker, int amount) {
        write(session -> {
            Entry entry = find(session, marker);
            entry.setAmount(amount);
            session.update(entry);
            return entry;
        });
    }

    @Override
    public void delete(String marker) {
        write(session -> {
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
        return transactions.inSession(
                session -> session.createSelectionQuery("from Entry", Entry.class).getResultList().stream()
                        .map(Entry::toRow)
                        .toList());
    }

    private <T> void write(Function<StatelessSession, T> work) {
        transactions.inTransaction(work);
    }

    @Override
    public boolean hasOwnTransaction() {
        return true;
    }

    @Override
    public boolean isOfJpa() {
        return true;
    }
}
