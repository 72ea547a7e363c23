package io.tenantschemas.autoconfigure.session;

import org.junit.jupiter.api.Test;

import io.tenantschemas.autoconfigure.app.RunningApplication;

import static org.assertj.core.api.Assertions.assertThat;

/** Sessions in tables that each tenant has for itself, in an application without Spring Security. */
class TenantSessionTablesWithoutSecurityIT extends BasketScenarios {

    @Override
    RunningApplication startApplication() {
        return RunningApplication.startWithout(
                "org.springframework.security", BasketApplication.class, TenantSessionTablesIT.PROPERTIES);
    }

    @Test
    void hasSpringSessionAndNothingOfSpringSecurity() {
        assertThat(application().context().getBeanDefinitionNames())
                .contains("springSessionRepositoryFilter")
                .noneMatch(name -> name.contains("ecurity"));
    }
}
