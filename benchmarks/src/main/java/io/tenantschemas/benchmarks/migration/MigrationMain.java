package io.tenantschemas.benchmarks.migration;

import java.io.IOException;

import io.tenantschemas.benchmarks.measure.Answering;
import io.tenantschemas.benchmarks.process.QuietLog;

/** Reads {@link MigrationSettings} from the first line of its input, and answers with a {@link MigrationResult}. */
public final class MigrationMain {

    private MigrationMain() {}

    public static void main(String[] arguments) throws IOException {
        QuietLog.begin();
        Answering.answer(MigrationSettings.class, settings -> new MigrationMeasurement(settings, System.out).run());
    }
}
