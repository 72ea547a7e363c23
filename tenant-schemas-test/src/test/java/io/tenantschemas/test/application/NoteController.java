package io.tenantschemas.test.application;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.web.TenantSite;

@TenantSite
@RestController
class NoteController {

    private final NoteRepository notes;

    NoteController(NoteRepository notes) {
        this.notes = notes;
    }

    @GetMapping("/notes")
    List<String> read() {
        return notes.findAll().stream().map(Note::getText).toList();
    }
}
