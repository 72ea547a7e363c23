package io.tenantschemas.benchmarks.startup;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Counts the notes of the tenant that is asked. */
@RestController
class NotesController {

    static final String PATH = "/notes";

    static final String NONE = "0";

    private final JdbcTemplate jdbc;

    NotesController(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping(PATH)
    String notes() {
        return String.valueOf(jdbc.queryForObject("SELECT count(*) FROM notes", Long.class));
    }
}
