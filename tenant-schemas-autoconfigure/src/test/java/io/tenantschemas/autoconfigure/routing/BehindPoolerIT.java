package io.tenantschemas.autoconfigure.routing;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What an application behind a pooler in transaction mode is told at start-up. */
class BehindPoolerIT {

    private final PoolerInFront pooler = PoolerInFront.start();

    @AfterEach
    void stop() {
        pooler.close();
    }

    @Test
    void doesNotStartWithADriverThatPreparesStatements() {
        assertThatExceptionOfType(PreparedStatementsException.class)
                .isThrownBy(() -> start("spring.datasource.url=" + pooler.plainUrl()))
                .withMessageContaining("prepareThreshold=0")
                .withMessageContaining("tenant-schemas.routing.prepared-statements");
    }

    @Test
    void startsWithADriverThatPreparesNothing() {
        try (RunningApplication application =
                start("spring.datasource.url=" + pooler.plainUrl() + "?prepareThreshold=0")) {
            assertThat(application.context().isRunning()).isTrue();
        }
    }

    @Test
    void startsWhereThePoolerKeepsPreparedStatements() {
        try (RunningApplication application = start("tenant-schemas.routing.prepared-statements=true")) {
            assertThat(application.context().isRunning()).isTrue();
        }
    }

    @Test
    void listensToNobodyThroughThePooler() {
        try (RunningApplication application =
                start("spring.datasource.url=" + pooler.plainUrl() + "?prepareThreshold=0")) {
            assertThat(application.context().getBeanProvider(TenantChangeReceiver.class).stream())
                    .isEmpty();
        }
    }

    private RunningApplication start(String property) {
        return RunningApplication.start(
                pooler.database(),
                ClientApplication.class,
                WebApplicationType.NONE,
                property,
                "tenant-schemas.routing.scope=transaction");
    }
}
