package io.tenantschemas.autoconfigure.session;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

import io.tenantschemas.context.TenantTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Sessions in tables that each tenant and the main site has for itself. */
class TenantSessionTablesIT extends SessionScenarios {

    TenantSessionTablesIT() {
        super(
                "spring.autoconfigure.exclude=",
                "spring.session.jdbc.cleanup-cron=-",
                "tenant-schemas.public-hosts=www.example.com",
                "tenant-schemas.migrations.shared.locations=classpath:db/shared,classpath:db/session/tables",
                "tenant-schemas.migrations.tenant.locations="
                        + "classpath:db/tenant,classpath:db/session/users,classpath:db/session/tables");
    }

    @Test
    void storesSessionsInTheirTenantsSchema() {
        for (String schema : List.of("acme", "public")) {
            int before = sessions(schema);
            at(schema.equals("public") ? "www.example.com" : schema).post("/basket?content=anvil");
            assertThat(sessions(schema)).isEqualTo(before + 1);
        }
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
        JdbcIndexedSessionRepository sessions = application().bean(JdbcIndexedSessionRepository.class);
        application().bean(TenantTemplate.class).forEachTenant(sessions::cleanUpExpiredSessions);
        assertThat(schemas).allSatisfy(schema -> assertThat(sessions(schema)).isZero());
    }

    private int sessions(String schema) {
        return JdbcClient.create(application().database().dataSource())
                .sql("SELECT count(*) FROM %s.spring_session".formatted(schema))
                .query(Integer.class)
                .single();
    }
}
