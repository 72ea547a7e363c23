package com.example.clients;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.web.PublicSite;

/** The main site. */
// tag::controller[]
@PublicSite
@RestController
class ClientController {

    private final ClientRepository clients;

    ClientController(ClientRepository clients) {
        this.clients = clients;
    }

    record SignUp(String name, String schemaName, String domain) {}

    @PostMapping("/clients")
    ResponseEntity<Void> signUp(@RequestBody SignUp request) {
        // tag::save[]
        Client client = clients.save(new Client(
                request.schemaName(),
                request.domain(),
                request.name(),
                LocalDate.now().plusMonths(1),
                true));
        // end::save[]
        return ResponseEntity.created(URI.create("http://" + client.getPrimaryDomain() + "/"))
                .build();
    }

    @GetMapping("/")
    List<String> names() {
        return clients.findAll().stream().map(Client::getName).toList();
    }
}
// end::controller[]
