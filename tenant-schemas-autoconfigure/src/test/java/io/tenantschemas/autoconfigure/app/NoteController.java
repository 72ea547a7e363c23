package io.tenantschemas.autoconfigure.app;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.web.CurrentTenant;
import io.tenantschemas.web.TenantSite;

@RestController
@TenantSite
class NoteController {

    private final NoteRepository notes;

    private final JdbcClient jdbc;

    NoteController(NoteRepository notes, JdbcClient jdbc) {
        this.notes = notes;
        this.jdbc = jdbc;
    }

    @GetMapping("/notes")
    List<String> list() {
        return notes.findAll().stream().map(Note::getText).toList();
    }

    @PostMapping("/notes")
    void add(@RequestBody String text) {
        notes.save(new Note(text));
    }

    @GetMapping("/search-path")
    String searchPath() {
        return jdbc.sql("SHOW search_path").query(String.class).single();
    }

    @GetMapping("/tenant")
    String tenant(@CurrentTenant Tenant tenant, @CurrentTenant Client client) {
        return tenant.schema() + " " + client.getName();
    }
}
