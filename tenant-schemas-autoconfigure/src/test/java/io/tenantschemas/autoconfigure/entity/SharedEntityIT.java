package io.tenantschemas.autoconfigure.entity;

import java.util.List;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class SharedEntityIT {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = Client.class)
    static class Clients {}

    private static RunningApplication application;

    @BeforeAll
    static void putATableOfTheSameNameIntoATenantsSchema() {
        application = RunningApplication.startWithoutWeb(Clients.class);
        JdbcTemplate jdbc = new JdbcTemplate(application.database().dataSource());
        jdbc.execute("""
                CREATE SCHEMA acme;
                INSERT INTO client (schema_name, status, name, on_trial, created_on)
                    VALUES ('acme', 'ACTIVE', 'right', true, now());
                INSERT INTO tenant_domain VALUES (1, 'acme.example.com', true);
                CREATE TABLE acme.client AS SELECT * FROM public.client;
                UPDATE acme.client SET name = 'wrong';
                CREATE TABLE acme.tenant_domain (LIKE public.tenant_domain);
                CREATE TABLE acme.note (id bigint, text text);
                INSERT INTO acme.note VALUES (1, 'of acme');
                """);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static <T> List<T> inAcme(String query, Class<T> type) {
        return application.bean(TenantTemplate.class).execute("acme", () -> {
            try (EntityManager entityManager =
                    application.bean(EntityManagerFactory.class).createEntityManager()) {
                return entityManager.createQuery(query, type).getResultList();
            }
        });
    }

    @Test
    void readsASharedEntityFromThePublicSchemaWhileATenantIsBound() {
        assertThat(inAcme("select c.name from Client c", String.class)).containsExactly("right");
        assertThat(inAcme("from Client c", Client.class))
                .singleElement()
                .satisfies(client -> assertThat(client.getDomains()).containsExactly("acme.example.com"));
    }

    @Test
    void readsATenantScopedEntityFromTheTenantsSchema() {
        assertThat(inAcme("select n.text from Note n", String.class)).containsExactly("of acme");
    }
}
