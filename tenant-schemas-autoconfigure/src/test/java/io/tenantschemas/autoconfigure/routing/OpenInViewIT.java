package io.tenantschemas.autoconfigure.routing;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.Note;
import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.web.TenantSite;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests of one tenant that look at another one, with the open-in-view session that Spring Boot keeps by default. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenInViewIT {

    private RunningApplication application;

    RunningApplication startApplication() {
        return RunningApplication.start(Switching.class);
    }

    @BeforeAll
    void start() {
        application = startApplication();
        for (String schema : List.of("acme", "globex")) {
            application.bean(ClientRepository.class).save(new Client(schema, schema + ".example.com", schema));
            application
                    .bean(TenantTemplate.class)
                    .executeWithoutResult(
                            schema, () -> application.bean(NoteRepository.class).save(new Note(schema)));
        }
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void setsTheSessionOfTheOuterTenantAside() {
        assertThat(application.get("acme.example.com", "/others").body()).isEqualTo("[\"acme\",\"globex\",\"acme\"]");
    }

    @Test
    void findsTheOtherTenantsRowUnderTheSameKey() {
        assertThat(application.get("acme.example.com", "/others-by-key").body())
                .isEqualTo("[\"acme\",\"globex\",\"acme\"]");
    }

    @Test
    void setsTheSessionAsideForATransactionOfTheOtherTenant() {
        assertThat(application
                        .get("acme.example.com", "/others-in-transactions")
                        .body())
                .isEqualTo("[\"acme\",\"globex\",\"acme\"]");
    }

    @Test
    void switchesInsideATransactionThroughTheWaysOutThatTheRefusalNames() {
        assertThat(application.get("acme.example.com", "/out-of-a-transaction").body())
                .isEqualTo("[\"acme\",\"globex\",\"globex\",\"acme\"]");
    }

    @Test
    void refusesToSwitchInsideATransactionThatWasBegunAroundTheSwitch() {
        assertThat(application.get("acme.example.com", "/in-vain").body())
                .contains("Cannot switch from tenant 'acme'", "to tenant 'globex'", "inside a transaction");
    }

    @Configuration(proxyBeanMethods = false)
    @Import({ClientApplication.class, SwitchingController.class})
    static class Switching {}

    @RestController
    @TenantSite
    static class SwitchingController {

        private final NoteRepository notes;

        private final TenantTemplate tenants;

        private final PlatformTransactionManager transactions;

        SwitchingController(NoteRepository notes, TenantTemplate tenants, PlatformTransactionManager transactions) {
            this.notes = notes;
            this.tenants = tenants;
            this.transactions = transactions;
        }

        @GetMapping("/others")
        List<String> others() {
            return List.of(text(), tenants.execute("globex", this::text), text());
        }

        @GetMapping("/others-by-key")
        List<String> othersByKey() {
            return List.of(byKey(), tenants.execute("globex", this::byKey), byKey());
        }

        @GetMapping("/others-in-transactions")
        List<String> othersInTransactions() {
            return List.of(
                    inTransaction(TransactionDefinition.PROPAGATION_REQUIRED),
                    tenants.execute("globex", () -> inTransaction(TransactionDefinition.PROPAGATION_REQUIRED)),
                    inTransaction(TransactionDefinition.PROPAGATION_REQUIRED));
        }

        @GetMapping("/out-of-a-transaction")
        @Transactional
        public List<String> outOfATransaction() {
            return List.of(
                    text(),
                    around(TransactionDefinition.PROPAGATION_NOT_SUPPORTED),
                    around(TransactionDefinition.PROPAGATION_REQUIRES_NEW),
                    text());
        }

        @GetMapping("/in-vain")
        @Transactional
        public String inVain() {
            try {
                return template(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                        .execute(status -> tenants.execute("globex", this::text));
            } catch (TenantSwitchException refused) {
                return String.valueOf(refused.getMessage());
            }
        }

        private String around(int propagation) {
            // The session of a new transaction belongs to whoever is bound when it begins, so that one around the
            // switch has to be suspended.
            return template(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
                    .execute(status -> tenants.execute("globex", () -> inTransaction(propagation)));
        }

        private String inTransaction(int propagation) {
            return template(propagation).execute(status -> text());
        }

        private TransactionTemplate template(int propagation) {
            TransactionTemplate template = new TransactionTemplate(transactions);
            template.setPropagationBehavior(propagation);
            return template;
        }

        private String text() {
            return notes.findAll().get(0).getText();
        }

        private String byKey() {
            return notes.findById(1L).orElseThrow().getText();
        }
    }
}
