package io.tenantschemas.autoconfigure.session;

import org.junit.jupiter.api.Test;

import io.tenantschemas.autoconfigure.app.RunningApplication;

import static org.assertj.core.api.Assertions.assertThat;

/** Sessions in tables that all tenants share, in an application without Spring Security. */
class SharedSessionTablesWithoutSecurityIT extends BasketScenarios implements CommonStoreScenarios {

    @Override
    RunningApplication startApplication() {
        return RunningApplication.startWithout(
                "org.springframework.security", BasketApplication.class, SharedSessionTablesIT.PROPERTIES);
    }

    @Test
    void hasSpringSessionAndNothingOfSpringSecurity() {
        assertThat(application().context().getBeanDefinitionNames())
                .contains("springSessionRepositoryFilter")
                .noneMatch(name -> name.contains("ecurity"));
    }
}
