package io.tenantschemas.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationScope;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is shown of a run while it is under way. */
class ProgressTests {

    private static final int MANY = 10_000;

    private final StringWriter out = new StringWriter();

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    private static MigrationTarget tenant(int number) {
        return MigrationTarget.tenant(SchemaName.of("t" + number));
    }

    private static SchemaMigrationResult upToDate(int number) {
        return new UpToDate(tenant(number), "1");
    }

    private static SchemaMigrationResult failed(int number) {
        return new Failed(tenant(number), MigrationFailure.of("the disk is full"));
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    @Test
    void fewSchemasHaveALineEach() {
        ProgressLines lines = new ProgressLines(new PrintWriter(out));
        lines.started(MigrationScope.TENANT, ProgressLines.EACH);
        IntStream.range(0, ProgressLines.EACH).forEach(number -> lines.finished(upToDate(number)));
        assertThat(lines()).hasSize(ProgressLines.EACH).contains("[50/100 (50%)] t49: up to date (V1)");
    }

    @Test
    void ofManyThereIsALineNowAndThen() {
        ProgressLines lines = new ProgressLines(new PrintWriter(out));
        lines.started(MigrationScope.TENANT, MANY);
        IntStream.range(0, MANY).forEach(number -> lines.finished(number == 300 ? failed(number) : upToDate(number)));
        assertThat(lines())
                .hasSize(ProgressLines.STEPS + 1)
                .startsWith("[200/10000 (2%)] 0 failed", "t300: FAILED: the disk is full", "[400/10000 (4%)] 1 failed")
                .endsWith("[10000/10000 (100%)] 1 failed");
    }

    @Test
    void thereAreNotMoreLinesWhenAllFail() {
        ProgressLines lines = new ProgressLines(new PrintWriter(out));
        lines.started(MigrationScope.TENANT, MANY);
        IntStream.range(0, MANY).forEach(number -> lines.finished(failed(number)));
        assertThat(lines())
                .hasSize(ProgressLines.STEPS + FailureLines.MOST + 1)
                .contains("More have failed; the summary has the reasons.");
    }

    @Test
    void whoWasPutOffIsNamedAFewTimes() {
        ProgressLines lines = new ProgressLines(new PrintWriter(out));
        lines.started(MigrationScope.TENANT, MANY);
        IntStream.range(0, MANY).forEach(number -> lines.putOff(tenant(number), MigrationFailure.of("locked")));
        assertThat(lines()).hasSize(ProgressLines.EACH).contains("t0: put off: locked");
    }

    @Test
    void aTerminalHasABarAndFailuresAboveIt() {
        StatusLine line = new StatusLine(terminal, StandardCharsets.UTF_8, 120);
        try (TerminalBar bar = new TerminalBar(line, new PrintWriter(line, true, StandardCharsets.UTF_8))) {
            bar.started(MigrationScope.TENANT, 4);
            bar.putOff(tenant(1), MigrationFailure.of("locked"));
            bar.finished(failed(0));
            bar.finished(upToDate(1));
            // How many, the time, the time left, the rate.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> written()
                            .matches("(?s).*Tenants  50% \\[=+>? +] 2/4 \\(0:00:\\d\\d / 0:00:\\d\\d\\) "
                                    + "[0-9.?]+/s, 1 failed, once put off.*"));
        }
        // Each piece is what stands in a line after what stood there before was erased.
        List<String> pieces = List.of(written().split("\r\u001b\\[K|\n"));
        assertThat(pieces).contains("t0: FAILED: the disk is full");
        assertThat(pieces.stream().filter(piece -> !piece.isEmpty() && !piece.startsWith("t0")))
                .allMatch(piece -> piece.startsWith("Tenants ") && piece.length() < 120);
        assertThat(written()).endsWith("\r\u001b[K");
    }

    private String written() {
        return terminal.toString(StandardCharsets.UTF_8);
    }
}
