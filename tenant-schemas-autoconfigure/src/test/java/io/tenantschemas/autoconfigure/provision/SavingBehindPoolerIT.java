package io.tenantschemas.autoconfigure.provision;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;

import io.tenantschemas.autoconfigure.routing.PoolerInFront;

/** Through a real pooler in transaction mode, with one connection to the server. */
@EnabledIf("io.tenantschemas.autoconfigure.routing.PoolerInFront#isExpected")
class SavingBehindPoolerIT extends SavingContract {

    private @Nullable PoolerInFront pooler;

    @Override
    Provisioned application() {
        PoolerInFront started = PoolerInFront.start();
        pooler = started;
        return Provisioned.start(started.database(), started.properties());
    }

    @AfterAll
    void stopPooler() {
        if (pooler != null) {
            pooler.close();
        }
    }
}
