package io.tenantschemas.autoconfigure.cache;

import java.util.List;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

// tag::service[]
@Service
public class CachedNotes {

    private final JdbcClient jdbc;

    public CachedNotes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Cacheable("notes")
    public List<String> withCode(String code) {
        return jdbc.sql("SELECT text FROM note WHERE code = ?")
                .param(code)
                .query(String.class)
                .list();
    }

    @CacheEvict(cacheNames = "notes", key = "#code")
    @Transactional
    public void change(String code, String text) {
        jdbc.sql("UPDATE note SET text = ? WHERE code = ?").params(text, code).update();
    }
}
// end::service[]
