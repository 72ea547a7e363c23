package io.tenantschemas.isolationcheck.operation;

import jakarta.persistence.EntityManagerFactory;

import org.hibernate.SessionFactory;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.isolationcheck.access.StatelessSessions;
import io.tenantschemas.isolationcheck.access.StatelessTransactions;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** A session that Hibernate opens without being given a connection, with its own transaction or without any. */
public final class OnStatelessSession implements Operation {

    @Override
    public void run(Attempt attempt) {
        StatelessTransactions transactions = new StatelessTransactions(
                attempt.node().bean(EntityManagerFactory.class).unwrap(SessionFactory.class));
        StatelessSessions access = new StatelessSessions(transactions);
        attempt.in(attempt.place(), () -> {
            attempt.transaction(new TransactionTemplate(transactions), attempt.ending(), visit -> {
                visit.checkRows(access);
                visit.write(access);
                visit.checkRows(access);
            });
            attempt.reading(visit -> visit.checkRows(access));
        });
    }
}
