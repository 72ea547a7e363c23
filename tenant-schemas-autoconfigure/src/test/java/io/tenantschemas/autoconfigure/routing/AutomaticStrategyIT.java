package io.tenantschemas.autoconfigure.routing;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator gets to know of the strategy that was chosen. */
@ExtendWith(OutputCaptureExtension.class)
class AutomaticStrategyIT {

    private static final String CHOSEN = "Statements find the tables of tenants by strategy ";

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private RunningApplication start() {
        RunningApplication application =
                RunningApplication.start(database, ClientApplication.class, WebApplicationType.SERVLET);
        for (String name : List.of("acme", "globex")) {
            application.bean(ClientRepository.class).save(new Client(name, name + ".example.com", name));
            application.get(name + ".example.com", "/notes");
        }
        return application;
    }

    private static Map<String, Object> health(RunningApplication application) {
        HealthIndicator indicator =
                application.context().getBean("tenantRoutingHealthIndicator", HealthIndicator.class);
        Health health = indicator.health();
        return health == null ? Map.of() : health.getDetails();
    }

    @Test
    void isInTheLogOnceAndInTheHealthOfTheDataSource(CapturedOutput output) {
        try (RunningApplication application = start()) {
            String reason = "because nothing outside of the tenants' schemas finds names by the search path";
            assertThat(output)
                    .containsOnlyOnce(CHOSEN)
                    .contains(CHOSEN + "'qualified' (tenant-schemas.routing.strategy=auto), " + reason);
            assertThat(health(application))
                    .isEqualTo(Map.of(
                            "dataSource", Map.of("strategy", "qualified", "reason", reason, "tenantsByPath", 0L)));
        }
    }

    @Test
    void namesWhatNeedsThePath(CapturedOutput output) {
        new JdbcTemplate(database.dataSource()).execute("""
                        SET check_function_bodies = off;
                        CREATE FUNCTION public.notes() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM note';
                        """);
        try (RunningApplication application = start()) {
            assertThat(output)
                    .containsOnlyOnce(CHOSEN)
                    .containsPattern(CHOSEN + "'search-path' .*, because routines .* such as public\\.notes");
            assertThat(health(application).get("dataSource"))
                    .asString()
                    .contains("strategy=search-path", "such as public.notes");
        }
    }
}
