package io.tenantschemas.autoconfigure.provision;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.SingletonTargetSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.Note;
import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.provision.TenantLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether the only connection there is serves others after a tenant was saved on it. */
class SignUpConnectionIT {

    private @Nullable RunningApplication running;

    @AfterEach
    void stop() {
        application().close();
    }

    @Test
    void servesOthersWhereMigrationsLeaveNothing() {
        start("tenant-schemas.migrations.direct=true");
        save("acme");
        String backend = backend();
        String path = path();
        save("globex");
        assertThat(backend()).isEqualTo(backend);
        assertThat(path()).isEqualTo(path);

        save("initech");
        assertThat(tenants().execute("acme", this::backend)).isEqualTo(backend);
        assertThat(backend()).isEqualTo(backend);
        tenants().executeWithoutResult("initech", () -> notes().save(new Note("of initech")));
        assertThat(tenants().execute("globex", () -> notes().count())).isZero();
    }

    @Test
    void servesNobodyWhereFlywayWasAtWork() {
        start("tenant-schemas.migrations.direct=false");
        save("acme");
        String backend = backend();
        save("globex");
        assertThat(backend()).isNotEqualTo(backend);
    }

    @Test
    void servesNobodyWhereAMigrationMayHaveLeftSomething() {
        start("tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/loud/tenant");
        save("acme");
        String backend = backend();
        save("globex");
        assertThat(backend()).isNotEqualTo(backend);
        assertThat(application()
                        .bean(JdbcClient.class)
                        .sql("SELECT current_setting('app.left', true)")
                        .query(String.class)
                        .optional())
                .isEmpty();
    }

    @Test
    void servesNobodyWhereAnEventTriggerMayHaveLeftSomething() {
        start("tenant-schemas.migrations.direct=true");
        save("acme");
        JdbcClient jdbc = application().bean(JdbcClient.class);
        jdbc.sql("CREATE FUNCTION public.leave() RETURNS event_trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN PERFORM set_config('app.left', 'something', false); END $$")
                .update();
        jdbc.sql("CREATE EVENT TRIGGER leave ON ddl_command_end WHEN TAG IN ('CREATE TABLE')"
                        + " EXECUTE FUNCTION public.leave()")
                .update();
        String backend = backend();
        save("globex");
        assertThat(backend()).isNotEqualTo(backend);
        assertThat(jdbc.sql("SELECT current_setting('app.left', true)")
                        .query(String.class)
                        .optional())
                .isEmpty();
    }

    @Test
    void servesNobodyWhereOneOfTwoInATransactionMayHaveLeftSomething() {
        start("tenant-schemas.migrations.direct=true");
        String backend = backend();
        // The first by Flyway, from whom the way for the second is learnt.
        application().bean(ClientRepository.class).saveAll(List.of(client("acme"), client("globex")));
        assertThat(backend()).isNotEqualTo(backend);
    }

    @Test
    void servesNoTenantWhereALifecycleOfTheApplicationMayHaveLeftSomething() {
        start(WithALifecycleOfItsOwn.class, "tenant-schemas.migrations.direct=true");
        save("acme");
        String backend = backend();
        save("globex");
        assertThat(tenants().execute("acme", this::backend)).isNotEqualTo(backend);
    }

    private void start(String property) {
        start(ClientApplication.class, property);
    }

    private void start(Class<?> application, String property) {
        running = RunningApplication.startWithoutWeb(
                application, "spring.datasource.hikari.maximum-pool-size=1", property);
    }

    private RunningApplication application() {
        return Objects.requireNonNull(running);
    }

    private void save(String name) {
        application().bean(ClientRepository.class).save(client(name));
    }

    private static Client client(String name) {
        return new Client(name, name + ".example.com", name);
    }

    private TenantTemplate tenants() {
        return application().bean(TenantTemplate.class);
    }

    private NoteRepository notes() {
        return application().bean(NoteRepository.class);
    }

    private String backend() {
        return one("SELECT pg_backend_pid()::text");
    }

    private String path() {
        return one("SHOW search_path");
    }

    /** Not to be found by those who scan this package. */
    @Import(ClientApplication.class)
    static class WithALifecycleOfItsOwn {

        @Bean
        static BeanPostProcessor lifecycleOfItsOwn() {
            return new BeanPostProcessor() {

                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof TenantLifecycle lifecycle ? itsOwn(lifecycle) : bean;
                }
            };
        }

        /** Returns one that is not the library's, and does the same. */
        private static Object itsOwn(TenantLifecycle lifecycle) {
            ProxyFactory factory = new ProxyFactory(TenantLifecycle.class, new SingletonTargetSource(lifecycle));
            return factory.getProxy();
        }
    }

    private String one(String query) {
        return application()
                .bean(JdbcClient.class)
                .sql(query)
                .query(String.class)
                .single();
    }
}
