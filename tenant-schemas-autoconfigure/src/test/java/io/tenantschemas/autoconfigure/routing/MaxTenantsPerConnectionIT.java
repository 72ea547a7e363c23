package io.tenantschemas.autoconfigure.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The property that limits how many tenants a connection serves. */
class MaxTenantsPerConnectionIT {

    @ParameterizedTest(name = "{0} tenants, {1} connections")
    @CsvSource({"1, 4", "2, 2", "0, 1", "200, 1"})
    void saysWhenAConnectionIsReplaced(int tenants, int connections) {
        try (RunningApplication application = RunningApplication.startWithoutWeb(
                ClientApplication.class,
                "spring.datasource.hikari.maximum-pool-size=1",
                "tenant-schemas.routing.max-tenants-per-connection=" + tenants)) {
            assertThat(processesThatServeInTurn(application, List.of("one", "two", "three", "four")))
                    .hasSize(4)
                    .satisfies(processes ->
                            assertThat(processes.stream().distinct()).hasSize(connections));
        }
    }

    private static List<Integer> processesThatServeInTurn(RunningApplication application, List<String> names) {
        for (String name : names) {
            application.bean(ClientRepository.class).save(new Client(name, name + ".example.com", name));
        }
        // What served while they were made is not counted.
        application.bean(JdbcTemplate.class).execute("SET application_name = 'spoilt'");
        List<Integer> processes = new ArrayList<>();
        for (String name : names) {
            processes.add(application
                    .bean(TenantTemplate.class)
                    .execute(
                            name,
                            () -> Objects.requireNonNull(application
                                    .bean(JdbcTemplate.class)
                                    .queryForObject("SELECT pg_backend_pid()", Integer.class))));
        }
        return processes;
    }
}
