package io.tenantschemas.autoconfigure.provision;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.Note;
import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantTemplate;

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
    void servesNobodyWhereOneOfTwoInATransactionMayHaveLeftSomething() {
        start("tenant-schemas.migrations.direct=true");
        String backend = backend();
        // The first by Flyway, from whom the way for the second is learnt.
        application().bean(ClientRepository.class).saveAll(List.of(client("acme"), client("globex")));
        assertThat(backend()).isNotEqualTo(backend);
    }

    private void start(String property) {
        running = RunningApplication.startWithoutWeb(
                ClientApplication.class, "spring.datasource.hikari.maximum-pool-size=1", property);
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

    private String one(String query) {
        return application()
                .bean(JdbcClient.class)
                .sql(query)
                .query(String.class)
                .single();
    }
}
