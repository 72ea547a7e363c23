package io.tenantschemas.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static io.tenantschemas.web.FakeTenants.ACME;
import static io.tenantschemas.web.FakeTenants.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

/** The log of tenants without a schema cannot be filled by requests. */
class NotSetUpLogTests {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

    private final NotSetUpLog notSetUp = new NotSetUpLog(now::get);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private final Logger logger = (Logger) LoggerFactory.getLogger(TenantFilter.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoLonger() {
        logger.detachAppender(log);
    }

    private void tell(Tenant tenant) {
        IllegalStateException missing = new IllegalStateException("no schema " + tenant.schema());
        notSetUp.tell(tenant, missing, missing);
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void namesTheTenantAndTheReason() {
        tell(ACME);
        assertThat(warnings())
                .containsExactly("Requests of tenant %s are answered with 'not set up': no schema acme"
                        .formatted(ACME.describe()));
    }

    @Test
    void warnsOfEachTenantOnceAMinute() {
        tell(ACME);
        tell(ACME);
        tell(GLOBEX);
        assertThat(warnings()).hasSize(2);
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        tell(ACME);
        assertThat(warnings()).hasSize(2);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        tell(ACME);
        tell(ACME);
        assertThat(warnings()).hasSize(3);
    }

    @Test
    void remembersAThousandTenants() {
        for (long id = 1; id <= 1001; id++) {
            tell(new Tenant(id, SchemaName.of("t" + id), TenantStatus.ACTIVE, List.of()));
        }
        tell(new Tenant(2, SchemaName.of("t2"), TenantStatus.ACTIVE, List.of()));
        assertThat(warnings()).hasSize(1001);
        tell(new Tenant(1, SchemaName.of("t1"), TenantStatus.ACTIVE, List.of()));
        assertThat(warnings()).hasSize(1002);
    }
}
