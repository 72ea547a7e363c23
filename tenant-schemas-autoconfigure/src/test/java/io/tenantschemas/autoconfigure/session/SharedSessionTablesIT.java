package io.tenantschemas.autoconfigure.session;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

import static org.assertj.core.api.Assertions.assertThat;

/** Sessions in tables that all tenants share. */
class SharedSessionTablesIT extends SessionScenarios implements CommonStoreScenarios {

    static final String[] PROPERTIES = {
        "spring.autoconfigure.exclude=",
        "tenant-schemas.public-hosts=www.example.com",
        "tenant-schemas.ignored-paths=/basket/ignored",
        "tenant-schemas.migrations.shared.locations=classpath:db/shared,classpath:db/session/tables",
        "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/session/users"
    };

    SharedSessionTablesIT() {
        super(PROPERTIES);
    }

    @Test
    void storesSessionsInThePublicSchema() {
        at("acme").post("/basket?content=anvil");
        assertThat(sessions("public")).isPositive();
    }

    @Test
    void cleansUpWithNothingBound() {
        at("acme").post("/basket?content=anvil");
        JdbcClient.create(application().database().dataSource())
                .sql("UPDATE spring_session SET expiry_time = 0")
                .update();
        application().bean(JdbcIndexedSessionRepository.class).cleanUpExpiredSessions();
        assertThat(sessions("public")).isZero();
    }

    private int sessions(String schema) {
        return JdbcClient.create(application().database().dataSource())
                .sql("SELECT count(*) FROM %s.spring_session".formatted(schema))
                .query(Integer.class)
                .single();
    }
}
