package io.tenantschemas.benchmarks.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.benchmarks.database.ManyTenants;
import io.tenantschemas.benchmarks.database.TenantTables;
import io.tenantschemas.benchmarks.database.TenantsDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ContendersIT {

    private static final int NUMBER = 3;

    private static final int POOL = 10;

    private static final ManyTenants TENANTS = ManyTenants.create(TenantTables.SMALL, NUMBER);

    private final Expectation expectation = Expectation.of(TENANTS);

    private final Path log;

    private final MigrationSettings settings;

    ContendersIT(@TempDir Path directory) {
        this.log = directory.resolve("classes.log");
        this.settings = new MigrationSettings(
                List.of(Way.values()),
                List.of(Turn.values()),
                TenantTables.SMALL,
                List.of(NUMBER),
                2,
                1,
                1,
                false,
                1,
                1,
                "psql",
                List.of(),
                List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-Xlog:class+load:file=" + log));
    }

    @AfterAll
    static void dropTenants() {
        TENANTS.close();
    }

    @ParameterizedTest
    @CsvSource({"LIBRARY,NOTHING", "LIBRARY,ONE", "FLYWAY,NOTHING", "FLYWAY,ONE"})
    void haveAllOfFlywayThatTheyNeedBeforeTheyMigrate(Way way, Turn turn) throws IOException {
        try (TenantsDatabase database = TENANTS.copy();
                Contenders contenders = new Contenders(settings, TENANTS);
                Contender contender = contenders.start(way, turn, database)) {
            expectation.checkTenants(database, NUMBER, false);
            List<String> before = classesOfFlyway();
            assertThat(before).isNotEmpty();
            contender.migrate();
            assertThat(classesOfFlyway()).isEqualTo(before);
            expectation.checkTenants(database, NUMBER, turn == Turn.ONE);
        }
    }

    @Test
    void listenToOthersWhileTenantsSignUp() {
        try (TenantsDatabase database = TENANTS.copy();
                Contenders contenders = new Contenders(settings, TENANTS);
                Contender contender = contenders.start(Way.LIBRARY, Turn.SIGN_UP, database)) {
            JdbcTemplate jdbc = new JdbcTemplate(TENANTS.unchanged().address().dataSource());
            // One beside those of the pool.
            await().until(() -> POOL + 1
                    == jdbc.queryForList(
                                    "SELECT pid FROM pg_stat_activity WHERE datname = ?",
                                    Integer.class,
                                    database.address().name())
                            .size());
            contender.signUp(List.of("acme", "globex"));
            expectation.checkNew(database, "^(acme|globex)$", 2, true);
        }
    }

    private List<String> classesOfFlyway() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("org.flywaydb."))
                .toList();
    }
}
