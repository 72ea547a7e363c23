package io.tenantschemas.autoconfigure.context;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.tenantschemas.context.ForEachTenant;

// tag::each[]
@Component
class NoteArchive {

    private final JdbcClient jdbc;

    NoteArchive(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @ForEachTenant
    @Scheduled(cron = "0 0 3 * * *")
    @Transactional
    public void empty() {
        jdbc.sql("DELETE FROM note WHERE text = 'done'").update();
    }
}
// end::each[]
