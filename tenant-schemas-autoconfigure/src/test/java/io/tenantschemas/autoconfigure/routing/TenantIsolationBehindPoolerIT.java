package io.tenantschemas.autoconfigure.routing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.boot.WebApplicationType;

import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.routing.SessionStateException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Through a real pooler in transaction mode, with one connection to the server. */
@EnabledIf("io.tenantschemas.autoconfigure.routing.PoolerInFront#isExpected")
class TenantIsolationBehindPoolerIT extends TenantIsolationScenarios {

    private @Nullable PoolerInFront pooler;

    TenantIsolationBehindPoolerIT() {
        super(true);
    }

    @Override
    RunningApplication startApplication() {
        PoolerInFront started = PoolerInFront.start();
        pooler = started;
        return RunningApplication.start(
                started.database(), ClientApplication.class, WebApplicationType.NONE, started.properties());
    }

    @Override
    @Test
    void movingThePathByHandReachesNobodyElse() {
        assertThatExceptionOfType(SessionStateException.class).isThrownBy(super::movingThePathByHandReachesNobodyElse);

        assertThat(turns().read("globex")).allSatisfy(texts -> assertThat(texts).containsExactly("globex"));
    }

    @AfterAll
    void stopPooler() {
        if (pooler != null) {
            pooler.close();
        }
    }
}
