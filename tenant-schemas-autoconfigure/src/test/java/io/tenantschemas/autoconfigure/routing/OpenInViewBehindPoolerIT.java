package io.tenantschemas.autoconfigure.routing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.boot.WebApplicationType;

import io.tenantschemas.autoconfigure.app.RunningApplication;

/** Through a real pooler in transaction mode, with two connections to the server: one is the transaction's set aside. */
@EnabledIf("io.tenantschemas.autoconfigure.routing.PoolerInFront#isExpected")
class OpenInViewBehindPoolerIT extends OpenInViewIT {

    private @Nullable PoolerInFront pooler;

    @Override
    RunningApplication startApplication() {
        PoolerInFront started = PoolerInFront.start(2);
        pooler = started;
        return RunningApplication.start(
                started.database(), Switching.class, WebApplicationType.SERVLET, started.properties());
    }

    @AfterAll
    void stopPooler() {
        if (pooler != null) {
            pooler.close();
        }
    }
}
