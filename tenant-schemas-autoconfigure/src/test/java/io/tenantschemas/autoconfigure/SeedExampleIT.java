package io.tenantschemas.autoconfigure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;

import static org.assertj.core.api.Assertions.assertThat;

class SeedExampleIT {

    private static RunningApplication application;

    @BeforeAll
    static void saveAClient() {
        application = RunningApplication.start(ClientApplication.class);
        application.bean(ClientRepository.class).save(new Client("tenant1", "tenant.my-domain.com", "Tenant One"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void servesASavedClientAtOnce() {
        assertThat(application.get("tenant.my-domain.com", "/tenant").body()).isEqualTo("tenant1 Tenant One");
    }

    @Test
    void searchesTheClientsSchemaFirstAndThePublicOneThen() {
        assertThat(application.get("tenant.my-domain.com", "/search-path").body())
                .isEqualTo("tenant1, public, pg_temp");
    }

    @Test
    void keepsTheClientsDataInItsSchema() {
        assertThat(application
                        .post("tenant.my-domain.com", "/notes", "buy milk")
                        .status())
                .isEqualTo(200);
        assertThat(application.get("tenant.my-domain.com", "/notes").body()).isEqualTo("[\"buy milk\"]");
    }

    @Test
    void answersAnUnknownHostWithNotFound() {
        assertThat(application.get("nobody.my-domain.com", "/notes").status()).isEqualTo(404);
    }
}
