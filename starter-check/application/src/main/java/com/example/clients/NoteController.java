package com.example.clients;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.web.CurrentTenant;
import io.tenantschemas.web.TenantSite;

/** A client's site. The path "/" is the main site's too. */
// tag::controller[]
@TenantSite
@RestController
class NoteController {

    private final NoteRepository notes;

    private final JdbcClient jdbc;

    NoteController(NoteRepository notes, JdbcClient jdbc) {
        this.notes = notes;
        this.jdbc = jdbc;
    }

    @GetMapping("/")
    String welcome(@CurrentTenant Client client) {
        return "Notes of " + client.getName();
    }

    @PostMapping("/notes")
    void write(@RequestBody String text) {
        notes.save(new Note(text));
    }

    @GetMapping("/notes")
    List<String> read() {
        return notes.findAll().stream().map(Note::getText).toList();
    }

    @GetMapping("/search-path")
    String searchPath(@CurrentTenant Tenant tenant) {
        return tenant.schema() + ": "
                + jdbc.sql("SHOW search_path").query(String.class).single();
    }
}
// end::controller[]
