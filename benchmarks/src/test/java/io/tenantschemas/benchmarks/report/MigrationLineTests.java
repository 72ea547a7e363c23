package io.tenantschemas.benchmarks.report;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.tenantschemas.benchmarks.migration.MigrationRound;
import io.tenantschemas.benchmarks.migration.MigrationSeries;
import io.tenantschemas.benchmarks.migration.Turn;
import io.tenantschemas.benchmarks.migration.TurnResult;
import io.tenantschemas.benchmarks.migration.Way;

import static org.assertj.core.api.Assertions.assertThat;

class MigrationLineTests {

    // From round to round everything took longer.
    private static final TurnResult RESULT = new TurnResult(
            Turn.ONE,
            100,
            List.of(
                    series(Way.LIBRARY, 600, 900, 1200),
                    series(Way.FLYWAY, 3000, 4500, 6000),
                    series(Way.PSQL, 400, 600, 800)));

    private static MigrationSeries series(Way way, double... millis) {
        return new MigrationSeries(
                way,
                Arrays.stream(millis)
                        .mapToObj(each -> new MigrationRound(100, each, each / 2, each / 4))
                        .toList());
    }

    @Test
    void comparesWhatWasMeasuredInTheSameRound() {
        MigrationLine library = MigrationLine.of(RESULT).get(0);
        assertThat(library.againstPsql()).isEqualTo(new Summary(1.5, 1.5, 1.5, 1.5));
        assertThat(library.againstFlyway()).isEqualTo(new Summary(0.2, 0.2, 0.2, 0.2));
    }

    @Test
    void comparesNobodyWithHimself() {
        MigrationLine psql = MigrationLine.of(RESULT).get(2);
        assertThat(psql.againstPsql()).isNull();
        assertThat(psql.againstFlyway()).isNotNull();
    }

    @Test
    void comparesWithNobodyWhoTookNoPart() {
        TurnResult alone = new TurnResult(Turn.ONE, 100, List.of(series(Way.LIBRARY, 600)));
        assertThat(MigrationLine.of(alone).get(0).againstPsql()).isNull();
    }

    @Test
    void dividesByTheNumberOfSchemas() {
        MigrationLine library = MigrationLine.of(RESULT).get(0);
        assertThat(library.seconds().median()).isEqualTo(0.9);
        assertThat(library.millisPerSchema()).isEqualTo(9);
        assertThat(library.applicationMillis()).isEqualTo(4.5);
        assertThat(library.serverMillis()).isEqualTo(2.25);
    }
}
