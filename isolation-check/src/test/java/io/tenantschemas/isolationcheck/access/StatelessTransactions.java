package io.tenantschemas.isolationcheck.access;

import java.util.Objects;
import java.util.function.Function;

import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions of stateless sessions, each opened without a connection given. Spring has no manager for them. */
public final class StatelessTransactions extends AbstractPlatformTransactionManager {

    private static final long serialVersionUID = 1L;

    private final transient SessionFactory sessions;

    public StatelessTransactions(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** Works in the session of the transaction that is under way, or of one that is begun for it. */
    <T> T inTransaction(Function<StatelessSession, T> work) {
        return new TransactionTemplate(this).execute(status -> inSession(work));
    }

    /** Works in the session of the transaction that is under way, or in one of its own without a transaction. */
    <T> T inSession(Function<StatelessSession, T> work) {
        if (TransactionSynchronizationManager.getResource(this) instanceof StatelessSession session) {
            return work.apply(session);
        }
        try (StatelessSession session = sessions.openStatelessSession()) {
            return work.apply(session);
        }
    }

    @Override
    protected Object doGetTransaction() {
        return this;
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
        return TransactionSynchronizationManager.hasResource(this);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        StatelessSession session = sessions.openStatelessSession();
        TransactionSynchronizationManager.bindResource(this, session);
        try {
            session.beginTransaction();
        } catch (RuntimeException | Error failure) {
            doCleanupAfterCompletion(transaction);
            throw failure;
        }
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        session().getTransaction().commit();
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        session().getTransaction().rollback();
    }

    @Override
    protected void doSetRollbackOnly(DefaultTransactionStatus status) {
        session().getTransaction().setRollbackOnly();
    }

    private StatelessSession session() {
        return Objects.requireNonNull((StatelessSession) TransactionSynchronizationManager.getResource(this));
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        ((StatelessSession) TransactionSynchronizationManager.unbindResource(this)).close();
    }
}
