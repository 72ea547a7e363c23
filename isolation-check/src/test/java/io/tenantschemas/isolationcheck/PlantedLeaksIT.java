package io.tenantschemas.isolationcheck;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tenantschemas.isolationcheck.leak.PlantedLeak;
import io.tenantschemas.isolationcheck.run.IsolationRun;
import io.tenantschemas.isolationcheck.run.RunFailedException;
import io.tenantschemas.isolationcheck.run.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/** Shows that the randomised run would have found what it did not find. */
class PlantedLeaksIT {

    private static final int TRIES = 4;

    @ParameterizedTest
    @EnumSource
    void theRandomisedRunFindsALeak(PlantedLeak leak) {
        Optional<String> report = Optional.empty();
        for (int i = 0; i < TRIES && report.isEmpty(); i++) {
            report = run(leak, i);
        }
        assertThat(report)
                .hasValueSatisfying(text ->
                        assertThat(text).containsPattern(leak.report(settings().strategy())));
    }

    Settings settings() {
        return Settings.ofSystemProperties();
    }

    private Optional<String> run(PlantedLeak leak, long seed) {
        Settings settings = settings().with(seed, Duration.ofSeconds(20), new Settings.Pool(2, leak.autoCommit()));
        try {
            new IsolationRun(settings, leak.plant()).run();
            return Optional.empty();
        } catch (RunFailedException found) {
            return Optional.ofNullable(found.getMessage());
        }
    }
}
