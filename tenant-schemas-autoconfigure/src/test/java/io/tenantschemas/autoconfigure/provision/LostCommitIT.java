package io.tenantschemas.autoconfigure.provision;

import java.util.Objects;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.PriorityOrdered;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.provision.ProvisioningFailedException;
import io.tenantschemas.testdatabase.PostgresServer;

import static io.tenantschemas.autoconfigure.provision.Provisioned.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The connection breaks while a tenant's change is committed: it was, and nobody could say so. */
class LostCommitIT {

    private static Provisioned application;

    private final Client acme = client("acme");

    @BeforeAll
    static void start() {
        application = Provisioned.start(
                PostgresServer.forTests().createDatabase(),
                Application.class,
                "spring.datasource.hikari.maximum-pool-size=2",
                "tenant-schemas.provisioning.auto-drop=true");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @AfterEach
    void nothingIsRemembered() {
        application.assertAsBefore();
    }

    private void save() {
        application.clients().save(acme);
        assertThat(application.schemaOf(acme.getPrimaryDomain())).contains(acme.getSchemaName());
        application.tenants().executeWithoutResult(acme.getSchemaName(), () -> {});
    }

    private static void loseACommit() {
        application.bean(Losing.class).dataSource().loseOne();
    }

    private void assertForgotten() {
        application.assertNothingOf(acme);
        assertThat(application.schemaOf(acme.getPrimaryDomain())).isEmpty();
        assertThatExceptionOfType(UnknownTenantException.class)
                .isThrownBy(() -> application.tenants().executeWithoutResult(acme.getSchemaName(), () -> {}));
    }

    @Test
    void isNotTakenForARefusalOfADrop() {
        save();
        loseACommit();
        assertThatExceptionOfType(ProvisioningFailedException.class)
                .isThrownBy(() -> application.provisioner().drop(acme.getSchemaName()))
                .withMessageContaining("Whether tenant '%s' was dropped is not known", acme.getSchemaName())
                .withMessageContaining("look before you try again");
        assertForgotten();
    }

    @Test
    void isNotTakenForARollbackOfADeletedEntity() {
        save();
        loseACommit();
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> application.clients().delete(acme));
        assertForgotten();
    }

    @Test
    void doesNotHideANewTenant() {
        assertThat(application.schemaOf(acme.getPrimaryDomain())).isEmpty();
        loseACommit();
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> application.clients().save(acme));
        application.assertComplete(acme);
        assertThat(application.schemaOf(acme.getPrimaryDomain())).contains(acme.getSchemaName());
    }

    @Test
    void doesNotHideANewName() {
        save();
        String other = "renamed_" + acme.getSchemaName();
        loseACommit();
        assertThatExceptionOfType(ProvisioningFailedException.class)
                .isThrownBy(() -> application.provisioner().rename(acme.getSchemaName(), other))
                .withMessageContaining("is not known");
        assertThat(application.schemaOf(acme.getPrimaryDomain())).contains(other);
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ProvisioningApplication.class)
    static class Application {

        @Bean
        static Losing losing() {
            return new Losing();
        }
    }

    /** Comes before the routing. */
    static final class Losing implements BeanPostProcessor, PriorityOrdered {

        private @Nullable LosingCommits dataSource;

        LosingCommits dataSource() {
            return Objects.requireNonNull(dataSource);
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            if (!(bean instanceof HikariDataSource pool)) {
                return bean;
            }
            LosingCommits losing = new LosingCommits(pool);
            dataSource = losing;
            return losing;
        }

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }
}
