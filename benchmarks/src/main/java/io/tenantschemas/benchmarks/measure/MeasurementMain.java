package io.tenantschemas.benchmarks.measure;

import java.io.IOException;

/** Reads {@link Settings} from the first line of its input, and answers with a {@link ServerResult}. */
public final class MeasurementMain {

    private MeasurementMain() {}

    public static void main(String[] arguments) throws IOException {
        Answering.answer(Settings.class, settings -> new Measurement(settings, System.out).run());
    }
}
