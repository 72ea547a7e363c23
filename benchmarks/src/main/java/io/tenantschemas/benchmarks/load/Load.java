package io.tenantschemas.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Connections to one application, kept from one order to the next. Each asks as soon as it was answered. */
public final class Load implements AutoCloseable {

    private final int port;

    private final List<HttpConnection> connections = new ArrayList<>();

    public Load(int port) {
        this.port = port;
    }

    /**
     * Makes requests, and returns when all were answered.
     *
     * @throws WrongAnswerException if an answer is not the tenant's that was asked for
     */
    public LoadReport run(LoadOrder order) {
        ExecutorService executor = Executors.newFixedThreadPool(order.connections());
        try {
            open(order.connections());
            long start = System.nanoTime();
            List<Latencies> latencies = new ArrayList<>();
            for (Future<Latencies> worker : executor.invokeAll(workers(order, start))) {
                latencies.add(worker.get());
            }
            return LoadReport.of(System.nanoTime() - start, latencies);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof WrongAnswerException wrong
                    ? wrong
                    : new IllegalStateException("A request failed.", failure.getCause());
        } catch (IOException failure) {
            throw new IllegalStateException("Nobody listens on port " + port + ".", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } finally {
            executor.shutdownNow();
        }
    }

    private void open(int number) throws IOException {
        while (connections.size() < number) {
            connections.add(new HttpConnection(port));
        }
    }

    private List<Callable<Latencies>> workers(LoadOrder order, long start) {
        List<Callable<Latencies>> workers = new ArrayList<>();
        for (int i = 0; i < order.connections(); i++) {
            workers.add(new Worker(connections.get(i), order, start, order.seed() + i));
        }
        return workers;
    }

    @Override
    public void close() {
        connections.forEach(HttpConnection::close);
    }
}
