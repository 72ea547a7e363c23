package io.tenantschemas.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Runs each command in small, so that it still runs when it is needed. What it measures means nothing. */
class BenchmarksIT {

    /** JVMs that end soon: what it takes to compile well is not earned back. */
    private static final String QUICK = "--jvm-options=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m";

    private final Path results;

    BenchmarksIT(@TempDir Path results) {
        this.results = results;
    }

    @Test
    void measuresThroughput() throws IOException {
        measure(
                "throughput",
                QUICK,
                "--postgresql=any",
                "--postgresql-settings=autovacuum=off",
                "--tenants=2",
                "--distribution=zipf",
                "--variants=2",
                "--delay=0.5",
                "--rounds=1",
                "--seconds=1",
                "--warm-up=0.2",
                "--counted=2",
                "--connections=2",
                "--pool=2");
        assertThat(text("throughput.md"))
                .contains("2 tenants, Zipf, 10 statements, +0.5 ms")
                .contains(
                        "| single tenant |",
                        "| usual recipe |",
                        "| TenantSchemaMapper |",
                        "| bare names |",
                        "| auto |");
        assertThat(text("throughput.svg")).contains("</svg>");
        assertThat(text("throughput.json")).contains("\"servers\"");
    }

    @Test
    void countsRoundTripsAlone() throws IOException {
        measure(
                "throughput",
                QUICK,
                "--postgresql=any",
                "--postgresql-settings=autovacuum=off",
                "--tenants=2",
                "--rivals=single",
                "--rounds=0",
                "--counted=2");
        assertThat(text("throughput.md"))
                .contains("one warm request on one connection", "| single tenant |", "| auto |")
                .doesNotContain("rounds of", "svg");
        assertThat(results).isDirectoryContaining("glob:**.md").isDirectoryNotContaining("glob:**.svg");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void measuresMemory() throws IOException {
        measure(
                "memory",
                QUICK,
                "--postgresql=any",
                "--postgresql-settings=autovacuum=off",
                "--tenants=2",
                "--samples=2",
                "--seconds=0.5",
                "--pool=2",
                "--connections=2");
        assertThat(text("memory.md")).contains("| auto |");
        assertThat(text("memory.svg")).contains("</svg>");
    }

    @Test
    void measuresMigrating() throws IOException {
        migrate("--ways=library,flyway", "--turns=nothing,one,sign_up,heap");
        assertThat(text("migrate.md"))
                .contains(
                        ", 3 tenants, nothing to do",
                        ", 3 tenants, one migration for each tenant",
                        ", 3 tenants, a new tenant",
                        "live heap of the library's JVM")
                .contains("| this library |", "| Flyway loop |")
                .doesNotContain("| parallel psql |");
        assertThat(rounds())
                .containsExactlyInAnyOrder(
                        "NOTHING LIBRARY 3",
                        "NOTHING FLYWAY 3",
                        "ONE LIBRARY 3",
                        "ONE FLYWAY 3",
                        "SIGN_UP LIBRARY 1",
                        "SIGN_UP FLYWAY 1");
        assertThat(server().get("heaps").values())
                .singleElement()
                .satisfies(heap -> assertThat(heap.get("heaps").values())
                        .singleElement()
                        .satisfies(
                                look -> assertThat(look.get("before").asLong()).isPositive())
                        .satisfies(
                                look -> assertThat(look.get("after").asLong()).isPositive()));
    }

    @Test
    void measuresMigratingByPsql() throws IOException {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(isPsqlInstalled()).as("psql is installed").isTrue();
        }
        migrate("--ways=psql", "--turns=nothing,one,sign_up");
        assertThat(text("migrate.md")).contains("| parallel psql |").doesNotContain("| this library |");
        assertThat(rounds()).containsExactlyInAnyOrder("NOTHING PSQL 3", "ONE PSQL 3", "SIGN_UP PSQL 1");
    }

    /** Returns what there was to do in each round, for whom, and with how many schemas. A way that did it wrong has ended the run. */
    private List<String> rounds() throws IOException {
        List<String> rounds = new ArrayList<>();
        for (JsonNode turn : server().get("turns")) {
            assertThat(turn.get("tenants").asInt()).isEqualTo(3);
            for (JsonNode series : turn.get("series")) {
                for (JsonNode round : series.get("rounds")) {
                    assertThat(round.get("millis").asDouble()).isPositive();
                    rounds.add(String.join(
                            " ",
                            turn.get("turn").asString(),
                            series.get("way").asString(),
                            round.get("schemas").asString()));
                }
            }
        }
        return rounds;
    }

    private JsonNode server() throws IOException {
        return JsonMapper.shared().readTree(text("migrate.json")).get("servers").get(0);
    }

    private static boolean isPsqlInstalled() {
        try {
            new ProcessBuilder("psql", "--version").start().destroy();
            return true;
        } catch (IOException absent) {
            return false;
        }
    }

    private void migrate(String... options) {
        measure(Stream.concat(
                        Stream.of(
                                "migrate",
                                QUICK,
                                "--postgresql=any",
                                "--postgresql-settings=autovacuum=off",
                                "--schema=small",
                                "--tenants=3",
                                "--parallelism=2",
                                "--rounds=1",
                                "--sign-ups=1",
                                "--warm-up=1"),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    @Test
    void measuresStartup() throws IOException {
        measure(
                "startup",
                QUICK,
                "--postgresql=any",
                "--postgresql-settings=autovacuum=off",
                "--tenants=1,2",
                "--rounds=1");
        assertThat(text("startup.md")).contains("| 1 | ", "| 2 | ");
        assertThat(text("startup.json")).contains("\"servers\"");
    }

    @Test
    void measuresBinding() throws IOException {
        measure("binding", "--forks=1", "--iterations=1", "--seconds=0.1");
        assertThat(text("binding.md")).contains("| resolveAndBind | 2 |");
    }

    private void measure(String... options) {
        String[] all = Stream.concat(Stream.of(options), Stream.of("--output=" + results))
                .toArray(String[]::new);
        assertThat(BenchmarksCommand.run(all)).isZero();
    }

    private String text(String name) throws IOException {
        return Files.readString(results.resolve(name));
    }
}
