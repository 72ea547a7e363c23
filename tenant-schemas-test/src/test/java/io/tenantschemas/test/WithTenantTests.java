package io.tenantschemas.test;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

@WithTenant("acme")
@SpringJUnitConfig(WithTenantTests.TestConfiguration.class)
class WithTenantTests {

    private String boundBeforeEach = "nothing";

    @BeforeEach
    void remember() {
        boundBeforeEach = bound();
    }

    @Test
    void bindsTheTenantOfTheClass() {
        assertThat(bound()).isEqualTo("acme");
    }

    @Test
    @WithTenant("globex")
    void prefersTheTenantOfTheMethod() {
        assertThat(bound()).isEqualTo("globex");
    }

    @Test
    void bindsBeforeTheMethodsThatRunBeforeEachTest() {
        assertThat(boundBeforeEach).isEqualTo("acme");
    }

    @Test
    @WithTenant("public")
    void bindsTheSharedTablesToo() {
        assertThat(TenantContext.isBound()).isTrue();
        assertThat(TenantContext.current()).isEmpty();
    }

    @Test
    @Globex
    void isFoundOnOtherAnnotations() {
        assertThat(bound()).isEqualTo("globex");
    }

    @Nested
    class InANestedClass {

        @Test
        void bindsTheTenantOfTheEnclosingClass() {
            assertThat(bound()).isEqualTo("acme");
        }

        @Nested
        @WithTenant("globex")
        class WithATenantOfItsOwn {

            @Test
            void prefersTheNearerOne() {
                assertThat(bound()).isEqualTo("globex");
            }
        }
    }

    static String bound() {
        return TenantContext.binding().identifier(SchemaName.of("public")).replaceFirst("#.*", "");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @WithTenant("globex")
    @interface Globex {}

    @Configuration(proxyBeanMethods = false)
    static class TestConfiguration {

        @Bean
        TenantTemplate tenantTemplate() {
            return new TenantTemplate(new FakeTenants(), SchemaName.of("public"), List.of());
        }

        @Bean
        RecordingTransactionManager transactionManager() {
            return new RecordingTransactionManager();
        }
    }
}
