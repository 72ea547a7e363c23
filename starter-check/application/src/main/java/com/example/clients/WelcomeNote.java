package com.example.clients;

import org.springframework.stereotype.Component;

import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.tenant.Tenant;

// tag::initializer[]
@Component
class WelcomeNote implements TenantInitializer {

    private final NoteRepository notes;

    WelcomeNote(NoteRepository notes) {
        this.notes = notes;
    }

    @Override
    public void initialize(Tenant tenant) {
        notes.save(new Note("Welcome to " + tenant.schema()));
    }
}
// end::initializer[]
