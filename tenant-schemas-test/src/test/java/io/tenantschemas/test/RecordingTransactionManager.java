package io.tenantschemas.test;

import java.util.ArrayList;
import java.util.List;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import io.tenantschemas.context.TenantContext;

/** Remembers what was bound when transactions began and ended. */
final class RecordingTransactionManager extends AbstractPlatformTransactionManager {

    private static final long serialVersionUID = 1L;

    private final transient List<String> log = new ArrayList<>();

    List<String> log() {
        return log;
    }

    @Override
    protected Object doGetTransaction() {
        return new Object();
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        log.add("begin in " + TenantContext.currentSchema());
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        log.add("commit in " + TenantContext.currentSchema());
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        log.add("rollback in " + TenantContext.currentSchema());
    }
}
