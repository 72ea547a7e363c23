package io.tenantschemas.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

/** What stands at the end of a run. */
class MigrationSummaryTests {

    private static final Duration SHORT = Duration.ofMillis(145);

    private final List<SchemaMigrationResult> results = new ArrayList<>();

    private static MigrationTarget tenant(int number) {
        return MigrationTarget.tenant(SchemaName.of("shop_" + number));
    }

    private void add(int from, int to, Function<MigrationTarget, SchemaMigrationResult> result) {
        IntStream.range(from, to)
                .mapToObj(number -> result.apply(tenant(number)))
                .forEach(results::add);
    }

    private static SchemaMigrationResult migrated(MigrationTarget target) {
        return new Migrated(target, "11", "12", 1, SHORT);
    }

    private static SchemaMigrationResult failed(MigrationTarget target, String message) {
        return new Failed(
                target,
                new MigrationFailure(
                        message,
                        "V12__unique.sql",
                        3,
                        "CREATE UNIQUE INDEX i ON products (name)",
                        "23505",
                        "Key (name)=(" + target + ") is duplicated.",
                        null,
                        true));
    }

    private String written(boolean dryRun, Duration duration, Map<MigrationTarget, Integer> putOffs) {
        StringWriter out = new StringWriter();
        MigrationSummary.write(new MigrationReport(results, duration, putOffs), dryRun, new PrintWriter(out));
        return out.toString();
    }

    private void addOfEach() {
        results.add(new UpToDate(MigrationTarget.shared(SchemaName.of("public")), "3"));
        add(0, 1200, MigrationSummaryTests::migrated);
        add(1200, 1201, target -> new UpToDate(target, "12"));
        add(1201, 1203, target -> failed(target, "could not create unique index \"i\""));
        add(1203, 1204, NotTried::new);
    }

    @Test
    void endsWithATableOfTheResultsTheTimeAndTheRate() {
        addOfEach();
        assertThat(written(false, Duration.ofMillis(24_190), Map.of())).endsWith("""

                RESULT      SCHEMAS  VERSIONS NOW
                migrated      1,200  1,200 at 12
                up to date        2  1 at 12, 1 at 3
                failed            2
                not tried         1
                all           1,205  1,201 at 12, 1 at 3

                1,200 schemas migrated, 2 up to date, 2 failed, 1 not tried (24.1 s, 49.8/s).

                Mend the cause and run the same command again: it does only what is left.
                """);
    }

    @Test
    void endsAsTheDocumentationSays() throws IOException {
        addOfEach();
        String page = Files.readString(Path.of(System.getProperty("basedir", "."), "../docs/commands.md"));
        Matcher sample = Pattern.compile("(?s)```text\n(FAILED.*?)```").matcher(page);
        assertThat(sample.find()).isTrue();
        assertThat(written(false, Duration.ofMillis(24_190), Map.of())).endsWith("\n\n" + sample.group(1));
    }

    @Test
    void tellsWhoOfThemWasPutOff() {
        addOfEach();
        assertThat(written(false, SHORT, Map.of(tenant(0), 1, tenant(1201), 9))).contains("""

                RESULT      SCHEMAS  PUT OFF  VERSIONS NOW
                migrated      1,200        1  1,200 at 12
                up to date        2        0  1 at 12, 1 at 3
                failed            2        1
                not tried         1        0
                all           1,205        2  1,201 at 12, 1 at 3

                Put off because of locks: 2 schemas, 10 times in all.
                1,200 schemas migrated, 2 up to date, 2 failed, 1 not tried (145 ms).
                """);
    }

    @Test
    void tellsOfADryRunWhatIsPending() {
        add(0, 2, target -> new Pending(target, "11", List.of(new PendingMigration("12", "a", "V12__a.sql", true))));
        assertThat(written(true, SHORT, Map.of())).isEqualTo("""

                RESULT      SCHEMAS  VERSIONS NOW
                pending           2  2 at 11
                up to date        0
                failed            0
                not tried         0
                all               2  2 at 11

                Nothing was changed. 2 schemas pending, 0 up to date, 0 failed, 0 not tried (145 ms).
                """);
    }

    @Test
    void tellsWhatToDoWhereARunWasStopped() {
        add(0, 1, MigrationSummaryTests::migrated);
        add(1, 2, NotTried::new);
        assertThat(written(false, Duration.ofSeconds(3723), Map.of())).endsWith("""

                1 schema migrated, 0 up to date, 0 failed, 1 not tried (1:02:03, 0.0/s).

                Run the same command again: it does only what is left.
                """);
    }

    @Test
    void tellsTheFactsOfAFailure() {
        add(0, 1, target -> failed(target, "could not create\nunique index"));
        assertThat(written(false, SHORT, Map.of())).startsWith("""

                Failed: shop_0
                  file:      V12__unique.sql
                  line:      3
                  statement: CREATE UNIQUE INDEX i ON products (name)
                  SQLSTATE:  23505
                  message:   could not create
                             unique index
                  detail:    Key (name)=(shop_0) is duplicated.

                RESULT\s""");
    }

    @Test
    void tellsHowManyFailedForTheSameReason() {
        add(0, 1, target -> new Failed(target, MigrationFailure.of("the disk is full")));
        add(1, 51, target -> failed(target, "could not create unique index \"i\""));
        String written = written(false, SHORT, Map.of());
        assertThat(written.lines().filter(line -> line.startsWith("Failed: "))).hasSize(51);
        assertThat(written).contains("""

                        FAILED                REASON
                        shop_1 and 49 others  V12__unique.sql, line 3: could not create unique index "i" (SQLSTATE 23505)
                        shop_0                the disk is full

                        RESULT\s""").doesNotContain("migration-status");
    }

    @Test
    void tellsTheFactsOfAFewOfManyFailuresAndOfAFewReasons() {
        add(0, 10_000, target -> failed(target, "broken in " + target));
        String written = written(false, SHORT, Map.of());
        assertThat(written.lines().filter(line -> line.startsWith("Failed: "))).hasSize(FailureLines.MOST);
        assertThat(written.lines().filter(line -> line.contains("line 3: broken in")))
                .hasSize(FailureSummary.REASONS);
        assertThat(written)
                .contains("9,900 other schemas failed. With '--output=json' ", "\nand for 9,980 other reasons.\n");
    }
}
