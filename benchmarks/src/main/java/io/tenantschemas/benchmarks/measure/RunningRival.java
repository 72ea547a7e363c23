package io.tenantschemas.benchmarks.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.benchmarks.database.TenantNames;
import io.tenantschemas.benchmarks.load.Distribution;
import io.tenantschemas.benchmarks.load.LoadOrder;
import io.tenantschemas.benchmarks.process.JavaProcess;
import io.tenantschemas.benchmarks.rival.RivalMain;

/** A contestant's application, which runs. */
final class RunningRival implements AutoCloseable {

    private final Contestant contestant;

    private final JavaProcess process;

    private int port;

    private RunningRival(Contestant contestant, JavaProcess process) {
        this.contestant = contestant;
        this.process = process;
    }

    /**
     * Starts an application.
     *
     * @param contestant whose
     * @param jvmOptions for its JVM
     * @param pool how many connections to the database it has
     * @param properties what else it is told
     */
    static RunningRival start(Contestant contestant, List<String> jvmOptions, int pool, List<String> properties) {
        List<String> arguments = new ArrayList<>();
        arguments.add(contestant.rival().name());
        properties.forEach(property -> arguments.add("--" + property));
        contestant.properties().forEach(property -> arguments.add("--" + property));
        arguments.add("--spring.datasource.hikari.maximum-pool-size=" + pool);
        if (!contestant.rival().hasTenants()) {
            arguments.add("--spring.datasource.hikari.data-source-properties.currentSchema=" + TenantNames.schema(1)
                    + ",public");
        }
        return new RunningRival(
                contestant,
                JavaProcess.start(Path.of(System.getProperty("java.home")), jvmOptions, RivalMain.class, arguments));
    }

    Contestant contestant() {
        return contestant;
    }

    /** Returns where it listens, once it does. */
    int port() {
        if (port == 0) {
            port = Integer.parseInt(process.answer());
        }
        return port;
    }

    /** Returns an order for the load of a scenario. */
    LoadOrder order(Scenario scenario, int connections, long millis, long seed) {
        return new LoadOrder(
                port(),
                scenario.tenants(),
                scenario.distribution(),
                owner(),
                scenario.variants(),
                connections,
                millis,
                Long.MAX_VALUE,
                seed);
    }

    /** Returns an order for single requests to a number of tenants, one after the other. */
    LoadOrder requests(int number, int tenants) {
        return new LoadOrder(
                port(), tenants, Distribution.IN_TURN, owner(), 1, 1, Long.MAX_VALUE / 1_000_000_000, number, 0);
    }

    private @Nullable String owner() {
        return contestant.rival().hasTenants() ? null : TenantNames.schema(1);
    }

    /** Returns for how many milliseconds processors worked for it; zero where that is not told. */
    double processorMillis() {
        return ProcessorTime.of(process.pid()).orElse(0.0);
    }

    @Override
    public void close() {
        process.close();
    }
}
