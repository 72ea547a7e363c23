package io.tenantschemas.autoconfigure.provision;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.routing.PoolerInFront;

import static org.assertj.core.api.Assertions.assertThat;

/** Through a real pooler in transaction mode, whose only connection to the server the workers share with everybody. */
@EnabledIf("io.tenantschemas.autoconfigure.routing.PoolerInFront#isExpected")
class AsyncBehindPoolerIT extends AsyncContract {

    private @Nullable PoolerInFront pooler;

    @Override
    Provisioned startApplication(String... properties) {
        PoolerInFront started = PoolerInFront.start();
        pooler = started;
        return Provisioned.start(
                started.database(),
                Provisioned.together(
                        started.properties(),
                        Provisioned.together(properties, "spring.datasource.hikari.connection-timeout=20000")));
    }

    @Override
    Client client(String name) {
        return Provisioned.client(name);
    }

    @Override
    void assertMade(Client client) {
        application().assertComplete(client);
    }

    @AfterEach
    void nothingIsLeftInTheSession() {
        assertThat(setting("search_path")).isEqualTo("\"$user\", public");
        assertThat(setting("lock_timeout")).isEqualTo("0");
    }

    private String setting(String name) {
        return Objects.requireNonNull(pooler)
                .anotherClient()
                .sql("SHOW " + name)
                .query(String.class)
                .single();
    }

    @Override
    void release() {
        if (pooler != null) {
            pooler.close();
        }
    }
}
