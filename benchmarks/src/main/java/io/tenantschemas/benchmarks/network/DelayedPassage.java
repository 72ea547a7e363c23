package io.tenantschemas.benchmarks.network;

import java.io.OutputStream;
import java.time.Duration;

/**
 * A longer way: each answer arrives later, by a delay that stands for both directions, so that a round trip takes that much
 * longer and what is sent together arrives together.
 *
 * @param delay by how much
 */
public record DelayedPassage(Duration delay) implements Passage {

    @Override
    public OutputStream requests(OutputStream server) {
        return server;
    }

    @Override
    public OutputStream answers(OutputStream client) {
        return new DelayedOutput(client, delay);
    }
}
