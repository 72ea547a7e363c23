package io.tenantschemas.isolationcheck.way;

import org.junit.jupiter.api.BeforeAll;

import io.tenantschemas.isolationcheck.run.Poolers;

/** Transactions of {@code DataSourceTransactionManager}, with the server's sessions shared with others after each. */
class DataSourcePropagationBehindPoolerIT extends DataSourcePropagationIT {

    @BeforeAll
    static void requirePooler() {
        Poolers.require();
    }

    @Override
    Reach reach() {
        return Reach.POOLER_OF_TWO;
    }

    @Override
    String moving() {
        return "SET LOCAL search_path = globex";
    }
}
