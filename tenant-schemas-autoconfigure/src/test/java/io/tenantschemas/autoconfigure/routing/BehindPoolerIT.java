package io.tenantschemas.autoconfigure.routing;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "connection-init-sql, SET work_mem = '8MB'",
        "transaction-isolation, TRANSACTION_SERIALIZABLE",
        "schema, acme"
    })
    void doesNotStartWithAPoolThatSetsSomethingInSessions(String setting, String value) {
        assertThatExceptionOfType(SessionSettingsException.class)
                .isThrownBy(() -> start(
                        "spring.datasource.url=" + pooler.plainUrl() + "?prepareThreshold=0",
                        "spring.datasource.hikari." + setting + "=" + value))
                .withMessageContaining("others by then: " + setting + ".");
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

    private RunningApplication start(String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("tenant-schemas.routing.scope=transaction");
        return RunningApplication.start(
                pooler.database(), ClientApplication.class, WebApplicationType.NONE, all.toArray(String[]::new));
    }
}
