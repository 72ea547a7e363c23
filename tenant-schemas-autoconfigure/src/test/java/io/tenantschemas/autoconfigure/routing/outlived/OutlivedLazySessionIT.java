package io.tenantschemas.autoconfigure.routing.outlived;

import java.util.List;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.context.TenantTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A session whose connection is fetched at its first statement, which comes when its tenant is not bound any more. */
class OutlivedLazySessionIT {

    private final RunningApplication application = RunningApplication.startWithoutWeb(
            BookApplication.class,
            "spring.datasource.connection-fetch=lazy",
            "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/outlived");

    private final JdbcTemplate jdbc = new JdbcTemplate(application.database().dataSource());

    @BeforeEach
    void makeTenants() {
        for (String schema : List.of("acme", "globex")) {
            application.bean(ClientRepository.class).save(new Client(schema, schema + ".example.com", schema));
        }
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private void in(String schema, Runnable work) {
        application.bean(TenantTemplate.class).executeWithoutResult(schema, work::run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"globex", ""})
    void writesIntoNoOtherTenantsTables(String late) {
        EntityManager[] entityManager = new EntityManager[1];
        in("acme", () -> {
            entityManager[0] = application.bean(EntityManagerFactory.class).createEntityManager();
            entityManager[0].getTransaction().begin();
            entityManager[0].persist(new Author(7, "acme"));
        });

        Runnable refused = () -> assertThatExceptionOfType(TenantSwitchException.class)
                .isThrownBy(() -> entityManager[0].flush())
                .withMessageContaining("acme");
        if (late.isEmpty()) {
            refused.run();
        } else {
            in(late, refused);
        }
        entityManager[0].getTransaction().rollback();
        entityManager[0].close();
        for (String schema : List.of("acme", "globex")) {
            assertThat(jdbc.queryForList("SELECT * FROM " + schema + ".author")).isEmpty();
        }
    }
}
