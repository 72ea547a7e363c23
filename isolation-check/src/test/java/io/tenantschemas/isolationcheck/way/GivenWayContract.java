package io.tenantschemas.isolationcheck.way;

import org.springframework.transaction.PlatformTransactionManager;

import io.tenantschemas.isolationcheck.access.Access;

/** The contract for a way that is handed in. */
abstract class GivenWayContract extends WayToDataContract {

    private final Way way;

    GivenWayContract(Way way) {
        this.way = way;
    }

    @Override
    TwoTenants application() {
        return way.application();
    }

    @Override
    Access way() {
        return way.access();
    }

    @Override
    PlatformTransactionManager transactionManager() {
        return way.transactions();
    }
}
