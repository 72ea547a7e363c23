package io.tenantschemas.test.application;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import io.tenantschemas.context.TenantTemplate;

/** An application in which each client has notes. There are two clients, and one of them has a note. */
@SpringBootApplication
public class NotesApplication {

    @Bean
    ApplicationRunner clients(ClientRepository clients, NoteRepository notes, TenantTemplate tenants) {
        return arguments -> {
            clients.save(new Client("acme", "acme.example.com"));
            clients.save(new Client("globex", "globex.example.com"));
            tenants.executeWithoutResult("acme", () -> notes.save(new Note("Founded")));
        };
    }
}
