package io.tenantschemas.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.tenantschemas.benchmarks.database.TenantNames;

/** Makes requests on one connection, one after the other. */
final class Worker implements Callable<Latencies> {

    /** Each tenant has as many. */
    private static final int ORDERS = 20;

    private final HttpConnection connection;

    private final LoadOrder order;

    private final long end;

    private final SplittableRandom random;

    private final Distribution.Tenants tenants;

    Worker(HttpConnection connection, LoadOrder order, long start, long seed) {
        this.connection = connection;
        this.order = order;
        this.end = start + TimeUnit.MILLISECONDS.toNanos(order.millis());
        this.random = new SplittableRandom(seed);
        this.tenants = order.distribution().among(order.tenants(), random);
    }

    @Override
    public Latencies call() throws IOException {
        Latencies latencies = new Latencies();
        long before = System.nanoTime();
        for (long i = 0; i < order.requests() && before < end; i++) {
            ask(tenants.next());
            long after = System.nanoTime();
            latencies.add(after - before);
            before = after;
        }
        return latencies;
    }

    private void ask(int tenant) throws IOException {
        String owner = order.owner() == null ? TenantNames.schema(tenant) : order.owner();
        AnswerCheck.check(connection.ask(request(tenant)), owner);
    }

    private byte[] request(int tenant) {
        return ("GET /orders/" + (1 + random.nextInt(ORDERS)) + "?variant=" + random.nextInt(order.variants())
                        + " HTTP/1.1\r\nHost: " + TenantNames.host(tenant) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
