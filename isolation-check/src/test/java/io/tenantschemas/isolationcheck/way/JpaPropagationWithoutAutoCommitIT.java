package io.tenantschemas.isolationcheck.way;

/** Transactions of {@code JpaTransactionManager}, in which a connection is fetched when the first statement needs it. */
class JpaPropagationWithoutAutoCommitIT extends JpaPropagationIT {

    @Override
    boolean autoCommit() {
        return false;
    }
}
