package io.tenantschemas.autoconfigure.provision;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.provision.TenantInitializer;

/** The application of the tests, with initializers that do what a test tells them. */
@Configuration(proxyBeanMethods = false)
@Import({ClientApplication.class, RecordedEvents.class, NoteService.class})
class ProvisioningApplication {

    // Declared in the wrong order: what counts is the annotation.
    @Bean
    @Order(2)
    TenantInitializer secondInitializer(Script script) {
        return script.part("second");
    }

    @Bean
    @Order(1)
    TenantInitializer firstInitializer(Script script) {
        return script.part("first");
    }

    @Bean
    Script script() {
        return new Script();
    }
}
