package io.tenantschemas.provision;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.tenant.Tenant;

/**
 * What Spring takes for a transaction of an initializer's own: the sessions and holders of the outer one are set aside, and
 * new ones come with the tenant that is bound now. They get the lent connection, so that it is the outer transaction all the
 * same, and its commit is the one that is waited for.
 */
final class InitializerTransaction {

    private final TransactionTemplate transaction;

    private final Tenant tenant;

    private InitializerTransaction(TransactionTemplate transaction, Tenant tenant) {
        this.transaction = transaction;
        this.tenant = tenant;
    }

    static InitializerTransaction with(PlatformTransactionManager transactionManager, Tenant tenant) {
        TransactionTemplate transaction = new TransactionTemplate(transactionManager);
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return new InitializerTransaction(transaction, tenant);
    }

    void run(TenantInitializer initializer) {
        OuterCommit outer = OuterCommit.of(tenant);
        try {
            transaction.executeWithoutResult(status -> {
                outer.holdBack();
                initialize(initializer);
                if (!status.isRollbackOnly()) {
                    // While what this leads to can still be held back.
                    status.flush();
                }
            });
        } catch (UnexpectedRollbackException swallowed) {
            throw InitializerFailedException.rolledBack(tenant, initializer, swallowed);
        } catch (RuntimeException failure) {
            InitializerFailedException.note(tenant, initializer, failure);
            throw failure;
        }
        outer.waitFor();
    }

    private void initialize(TenantInitializer initializer) {
        try {
            initializer.initialize(tenant);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw InitializerFailedException.threw(tenant, initializer, failure);
        }
    }
}
