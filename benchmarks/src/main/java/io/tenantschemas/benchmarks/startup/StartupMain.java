package io.tenantschemas.benchmarks.startup;

import java.io.IOException;

import io.tenantschemas.benchmarks.measure.Answering;
import io.tenantschemas.benchmarks.process.QuietLog;

/** Reads {@link StartupSettings} from the first line of its input, and answers with a {@link StartupResult}. */
public final class StartupMain {

    private StartupMain() {}

    public static void main(String[] arguments) throws IOException {
        QuietLog.begin();
        Answering.answer(StartupSettings.class, settings -> new StartupMeasurement(settings, System.out).run());
    }
}
