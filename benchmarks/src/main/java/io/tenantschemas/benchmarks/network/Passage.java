package io.tenantschemas.benchmarks.network;

import java.io.OutputStream;

/** How what two sides say gets from one to the other; of one connection. */
public interface Passage {

    /** Returns a stream for what the client says, which writes it to {@code server} in the end. */
    OutputStream requests(OutputStream server);

    /** Returns a stream for what the server says, which writes it to {@code client} in the end. */
    OutputStream answers(OutputStream client);
}
