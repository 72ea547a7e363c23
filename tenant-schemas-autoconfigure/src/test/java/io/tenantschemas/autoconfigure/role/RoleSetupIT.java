package io.tenantschemas.autoconfigure.role;

import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.role.RoleSetupException;
import io.tenantschemas.testdatabase.LimitedUser;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/** What is looked at before an application whose tenants have roles serves anybody. */
@ExtendWith(OutputCaptureExtension.class)
class RoleSetupIT {

    private static final String WARNING = "Tenants cannot be made";

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final LimitedUser user = LimitedUser.of(database);

    private final JdbcTemplate superuser = new JdbcTemplate(database.dataSource());

    private final String acme = database.name() + "_acme";

    @BeforeEach
    void makeATenant() {
        RunningApplication application = start();
        application.bean(ClientRepository.class).save(new Client(acme, "acme.example.com", "Acme"));
        application.context().close();
    }

    private RunningApplication start(String... properties) {
        return RoleApplication.start(database, user, properties);
    }

    @AfterEach
    void stop() {
        user.close();
    }

    private void assertServes(RunningApplication application) {
        assertThat(application
                        .bean(TenantTemplate.class)
                        .execute(
                                acme,
                                () -> application
                                        .bean(JdbcTemplate.class)
                                        .queryForList("SELECT current_user::text", String.class)))
                .containsExactly(acme);
        application.context().close();
    }

    private boolean isInheritanceForEachMembership() {
        return Objects.requireNonNull(
                        superuser.queryForObject("SELECT current_setting('server_version_num')::int", Integer.class))
                >= 160_000;
    }

    @Test
    void warnsOfNothingThatIsThere(CapturedOutput output) {
        assertServes(start());

        assertThat(output).doesNotContain(WARNING);
    }

    @Test
    void warnsOfWhatTheUserLacksAndServesThoseThatAreThere(CapturedOutput output) {
        superuser.execute("ALTER ROLE %s NOCREATEROLE".formatted(user.name()));
        superuser.execute("REVOKE CREATE ON DATABASE %s FROM %s".formatted(database.name(), user.name()));

        assertServes(start());

        assertThat(output)
                .containsOnlyOnce(WARNING)
                .contains(
                        "Let a superuser run: ALTER ROLE \"%s\" CREATEROLE; GRANT CREATE ON DATABASE \"%s\" TO \"%1$s\";"
                                .formatted(user.name(), database.name()));
    }

    @Test
    void warnsThatTheUserMayNotGrantTheGroupFromPostgres16On(CapturedOutput output) {
        assumeThat(isInheritanceForEachMembership()).isTrue();
        String group = database.name() + "_given";
        superuser.execute("CREATE ROLE " + group);

        assertServes(start("tenant-schemas.routing.role.group=" + group));

        assertThat(output)
                .contains(
                        "Let a superuser run: GRANT \"%s\" TO \"%s\" WITH ADMIN OPTION;".formatted(group, user.name()));
    }

    @Test
    void refusesAUserThatInheritsBeforePostgres16(CapturedOutput output) {
        assumeThat(isInheritanceForEachMembership()).isFalse();
        superuser.execute("ALTER ROLE %s INHERIT".formatted(user.name()));

        assertThatThrownBy(() -> start()).isInstanceOf(RoleSetupException.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "ALTER ROLE \"%s\" NOINHERIT;".formatted(user.name()));
    }

    @Test
    void acceptsAUserThatInheritsFromPostgres16On(CapturedOutput output) {
        assumeThat(isInheritanceForEachMembership()).isTrue();
        superuser.execute("ALTER ROLE %s INHERIT".formatted(user.name()));

        assertServes(start());

        assertThat(output).doesNotContain(WARNING);
    }
}
