package io.tenantschemas.autoconfigure.session;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

import io.tenantschemas.context.TenantTemplate;

// tag::cleanup[]
class SessionCleanup {

    private final TenantTemplate tenants;

    private final JdbcIndexedSessionRepository sessions;

    SessionCleanup(TenantTemplate tenants, JdbcIndexedSessionRepository sessions) {
        this.tenants = tenants;
        this.sessions = sessions;
    }

    @Scheduled(cron = "0 * * * * *")
    void cleanUp() {
        tenants.forEachTenant(sessions::cleanUpExpiredSessions);
    }
}
// end::cleanup[]
