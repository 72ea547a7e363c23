package io.tenantschemas.benchmarks.migration;

import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

import io.tenantschemas.benchmarks.application.ShopApplication;
import io.tenantschemas.benchmarks.rival.Client;

/** What an application needs to make tenants: their entity and a repository. */
@Configuration(proxyBeanMethods = false)
@EntityScan(basePackageClasses = {ShopApplication.class, Client.class})
@EnableJpaRepositories
class SignUpConfiguration {

    @Bean
    SignUp signUp(Clients clients) {
        return new SignUp(clients);
    }
}
