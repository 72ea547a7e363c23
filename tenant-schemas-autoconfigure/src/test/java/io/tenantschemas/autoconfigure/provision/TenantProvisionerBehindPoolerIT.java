package io.tenantschemas.autoconfigure.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;

import io.tenantschemas.autoconfigure.routing.PoolerInFront;

import static org.assertj.core.api.Assertions.assertThat;

/** Through a real pooler in transaction mode, with few connections to the server. */
@EnabledIf("io.tenantschemas.autoconfigure.routing.PoolerInFront#isExpected")
class TenantProvisionerBehindPoolerIT extends TenantProvisionerIT {

    private @Nullable PoolerInFront pooler;

    @Override
    Provisioned startApplication() {
        PoolerInFront started = PoolerInFront.start(4);
        pooler = started;
        List<String> properties = new ArrayList<>(List.of(started.properties()));
        properties.add("spring.datasource.hikari.connection-timeout=20000");
        properties.add("tenant-schemas.routing.large-objects=allow");
        return Provisioned.start(started.database(), properties.toArray(String[]::new));
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

    @AfterAll
    void stopPooler() {
        if (pooler != null) {
            pooler.close();
        }
    }
}
