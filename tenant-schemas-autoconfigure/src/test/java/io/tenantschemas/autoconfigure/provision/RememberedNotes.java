package io.tenantschemas.autoconfigure.provision;

import java.util.List;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A service whose answers are cached by Spring. */
class RememberedNotes {

    private final JdbcClient jdbc;

    RememberedNotes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Cacheable("notes")
    public List<String> all() {
        return jdbc.sql("SELECT text FROM note ORDER BY id").query(String.class).list();
    }
}
