package io.tenantschemas.benchmarks.measure;

import java.io.IOException;

/** Reads {@link MemorySettings} from the first line of its input, and answers with a {@link MemoryResult}. */
public final class MemoryMain {

    private MemoryMain() {}

    public static void main(String[] arguments) throws IOException {
        Answering.answer(MemorySettings.class, settings -> new MemoryMeasurement(settings, System.out).run());
    }
}
