package io.tenantschemas.isolationcheck.way;

import org.junit.jupiter.api.BeforeAll;

import io.tenantschemas.isolationcheck.run.Poolers;

/** The same, with the server's session shared with others after each transaction. */
class TenantBatchTablesBehindPoolerIT extends TenantBatchTablesIT {

    @BeforeAll
    static void requirePooler() {
        Poolers.require();
    }

    @Override
    Reach reach() {
        return Reach.POOLER;
    }
}
