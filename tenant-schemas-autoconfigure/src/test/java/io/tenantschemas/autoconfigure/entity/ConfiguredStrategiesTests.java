package io.tenantschemas.autoconfigure.entity;

import org.hibernate.boot.model.naming.ImplicitNamingStrategy;
import org.hibernate.boot.model.naming.ImplicitNamingStrategyComponentPathImpl;
import org.hibernate.boot.model.naming.ImplicitNamingStrategyJpaCompliantImpl;
import org.hibernate.boot.model.naming.ImplicitNamingStrategyLegacyHbmImpl;
import org.hibernate.boot.model.naming.ImplicitNamingStrategyLegacyJpaImpl;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.hibernate.SpringImplicitNamingStrategy;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class ConfiguredStrategiesTests {

    private final MockEnvironment environment = new MockEnvironment();

    private final ConfiguredStrategies strategies =
            new ConfiguredStrategies(environment, getClass().getClassLoader());

    private ImplicitNamingStrategy implicit() {
        return strategies.get("implicit", ImplicitNamingStrategy.class, SpringImplicitNamingStrategy::new);
    }

    private PhysicalNamingStrategy physical() {
        return strategies.get("physical", PhysicalNamingStrategy.class, PhysicalNamingStrategySnakeCaseImpl::new);
    }

    @Test
    void areThoseOfSpringBootWhereNoneIsSet() {
        assertThat(implicit()).isInstanceOf(SpringImplicitNamingStrategy.class);
        assertThat(physical()).isInstanceOf(PhysicalNamingStrategySnakeCaseImpl.class);
    }

    @ParameterizedTest
    @CsvSource({"jpa", "default", "legacy-jpa", "legacy-hbm", "component-path"})
    void mayHaveAShortNameOfHibernate(String name) {
        environment.setProperty("spring.jpa.properties.hibernate.implicit_naming_strategy", name);
        assertThat(implicit())
                .isExactlyInstanceOf(
                        switch (name) {
                            case "legacy-jpa" -> ImplicitNamingStrategyLegacyJpaImpl.class;
                            case "legacy-hbm" -> ImplicitNamingStrategyLegacyHbmImpl.class;
                            case "component-path" -> ImplicitNamingStrategyComponentPathImpl.class;
                            default -> ImplicitNamingStrategyJpaCompliantImpl.class;
                        });
    }

    @Test
    void mayBeNamedByTheirClasses() {
        environment.setProperty(
                "spring.jpa.properties.hibernate.physical_naming_strategy", "com.example.IsNotAskedFor");
        environment.setProperty(
                "spring.jpa.hibernate.naming.physical-strategy", PhysicalNamingStrategyStandardImpl.class.getName());
        assertThat(physical()).isInstanceOf(PhysicalNamingStrategyStandardImpl.class);
    }
}
