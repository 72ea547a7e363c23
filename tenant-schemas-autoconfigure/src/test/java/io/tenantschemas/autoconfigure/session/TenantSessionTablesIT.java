package io.tenantschemas.autoconfigure.session;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

import io.tenantschemas.context.TenantTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Sessions in tables that each tenant has for itself. */
class TenantSessionTablesIT extends SessionScenarios {

    static final String[] PROPERTIES = {
        "spring.autoconfigure.exclude=",
        "spring.session.jdbc.cleanup-cron=-",
        "tenant-schemas.public-hosts=www.example.com",
        "tenant-schemas.migrations.tenant.locations="
                + "classpath:db/tenant,classpath:db/session/users,classpath:db/session/tables"
    };

    TenantSessionTablesIT() {
        super(PROPERTIES);
    }

    @Test
    void storesSessionsInTheirTenantsSchema() {
        int before = sessions("acme");
        at("acme").post("/basket?content=anvil");
        assertThat(sessions("acme")).isEqualTo(before + 1);
    }

    @Test
    void hasNoSessionsOnTheMainSite() {
        assertThat(at("www").post("/basket?content=anvil").status()).isEqualTo(500);
        assertThat(aliceAtAcme().at("www.example.com").get("/basket").status()).isEqualTo(500);
    }

    @Test
    void leavesAUserLoggedInWhoseCookieIsTriedElsewhere() {
        Visitor alice = aliceAtAcme();
        assertThat(alice.at("globex.example.com").who()).isEqualTo("nobody");
        assertThat(alice.who()).isEqualTo("alice");
    }

    @Test
    void leavesTheSessionOfAnotherTenantAlone() {
        Visitor visitor = at("acme");
        visitor.post("/basket?content=anvil");
        visitor.at("globex.example.com").post("/basket?content=rope");
        assertThat(visitor.basket()).isEqualTo("anvil");
    }

    @Test
    void cleansUpForEachTenant() {
        List<String> schemas = List.of("acme", "globex");
        for (String schema : schemas) {
            at(schema).post("/basket?content=anvil");
            JdbcClient.create(application().database().dataSource())
                    .sql("UPDATE %s.spring_session SET expiry_time = 0".formatted(schema))
                    .update();
        }
        new SessionCleanup(
                        application().bean(TenantTemplate.class),
                        application().bean(JdbcIndexedSessionRepository.class))
                .cleanUp();
        assertThat(schemas).allSatisfy(schema -> assertThat(sessions(schema)).isZero());
    }

    private int sessions(String schema) {
        return JdbcClient.create(application().database().dataSource())
                .sql("SELECT count(*) FROM %s.spring_session".formatted(schema))
                .query(Integer.class)
                .single();
    }
}
