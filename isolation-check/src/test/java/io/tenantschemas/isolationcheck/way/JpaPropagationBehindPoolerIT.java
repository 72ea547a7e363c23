package io.tenantschemas.isolationcheck.way;

import org.junit.jupiter.api.BeforeAll;

import io.tenantschemas.isolationcheck.run.Poolers;

/** Transactions of {@code JpaTransactionManager}, with the server's sessions shared with others after each. */
class JpaPropagationBehindPoolerIT extends JpaPropagationIT {

    @BeforeAll
    static void requirePooler() {
        Poolers.require();
    }

    @Override
    Reach reach() {
        return Reach.POOLER_OF_TWO;
    }
}
