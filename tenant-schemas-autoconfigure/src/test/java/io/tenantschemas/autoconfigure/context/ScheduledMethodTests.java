package io.tenantschemas.autoconfigure.context;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.config.TaskManagementConfigUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.context.ForEachTenant;
import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static io.tenantschemas.autoconfigure.context.Probe.ACME;
import static io.tenantschemas.autoconfigure.context.Probe.GLOBEX;
import static io.tenantschemas.autoconfigure.context.Probe.UNBOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code @Scheduled} methods, with Boot's scheduler. */
@ExtendWith(OutputCaptureExtension.class)
class ScheduledMethodTests {

    private static final BlockingQueue<TenantBinding> SEEN = new LinkedBlockingQueue<>();

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TaskSchedulingAutoConfiguration.class, TenantPropagationAutoConfiguration.class));

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @Test
    void runForNoTenant() {
        contextRunner
                .withUserConfiguration(Eager.class)
                .run(context -> assertThat(next()).isEqualTo(UNBOUND));
    }

    @Test
    void runForNoTenantAlsoIfTheApplicationIsStartedByAThreadOfOne() {
        try (TenantScope scope = TenantScope.open(ACME)) {
            contextRunner
                    .withUserConfiguration(Eager.class)
                    .run(context -> assertThat(next()).isEqualTo(UNBOUND));
        }
    }

    @Test
    void runForNoTenantAlsoIfTheirBeanIsMadeByARequestOfOne() {
        contextRunner.withUserConfiguration(Late.class).run(context -> {
            try (TenantScope scope = TenantScope.open(ACME)) {
                TransactionSynchronizationManager.setActualTransactionActive(true);
                context.getBean(Ticking.class);
                assertThat(TenantContext.binding()).isEqualTo(ACME);
            } finally {
                TransactionSynchronizationManager.setActualTransactionActive(false);
            }
            assertThat(List.of(next(), next())).containsOnly(UNBOUND);
        });
    }

    private static TenantBinding next() throws InterruptedException {
        TenantBinding next = SEEN.poll(20, TimeUnit.SECONDS);
        return next == null ? GLOBEX : next;
    }

    @Test
    void keepTheirProcessorWhereTheApplicationHasOneOfItsOwn() {
        contextRunner
                .withUserConfiguration(OwnProcessor.class)
                .run(context -> assertThat(context.getBean(ScheduledAnnotationBeanPostProcessor.class))
                        .isExactlyInstanceOf(OwnProcessor.Processor.class));
    }

    @Test
    void runForEachTenantAndLogTheFailureOfOne(CapturedOutput output) {
        contextRunner.withUserConfiguration(Tenants.class, Nightly.class).run(context -> {
            assertThat(List.of(next(), next(), next())).containsExactly(ACME, GLOBEX, ACME);
            await().untilAsserted(() -> assertThat(output)
                    .contains("Nightly.tick failed for 1 of 2 tenants: acme")
                    .contains("Suppressed: java.lang.IllegalStateException: no mail for acme"));
        });
    }

    @Test
    void doNotRunForEachTenantWhereTenantSchemasIsOff() {
        contextRunner
                .withUserConfiguration(Nightly.class)
                .withPropertyValues("tenant-schemas.enabled=false")
                .run(context -> assertThat(next()).isEqualTo(UNBOUND));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Eager {

        @Bean
        Ticking ticking() {
            return new Ticking();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Late {

        @Bean
        @Lazy
        Ticking ticking() {
            return new Ticking();
        }
    }

    static class Ticking {

        @Scheduled(fixedDelay = 1)
        void tick() {
            SEEN.add(TenantContext.binding());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnProcessor {

        @Bean(TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME)
        static Processor own() {
            return new Processor();
        }

        static class Processor extends ScheduledAnnotationBeanPostProcessor {}
    }

    @EnableScheduling
    static class Nightly {

        @ForEachTenant
        @Scheduled(fixedDelay = 50)
        public void tick() {
            SEEN.add(TenantContext.binding());
            if (TenantContext.currentSchema().value().equals("acme")) {
                throw new IllegalStateException("no mail for acme");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Tenants {

        @Bean
        TenantTemplate tenantTemplate() {
            Tenant acme = ACME.tenant().orElseThrow();
            Tenant suspended = new Tenant(3, SchemaName.of("late"), TenantStatus.SUSPENDED, List.of());
            return new TenantTemplate(
                    new FixedTenants(List.of(acme, suspended, GLOBEX.tenant().orElseThrow())),
                    SchemaName.of("public"),
                    List.of());
        }
    }
}
