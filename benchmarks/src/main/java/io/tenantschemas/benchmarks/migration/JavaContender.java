package io.tenantschemas.benchmarks.migration;

import java.nio.file.Path;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.benchmarks.measure.ProcessorTime;
import io.tenantschemas.benchmarks.process.JavaProcess;

/** A JVM that migrates. */
final class JavaContender implements Contender {

    private final JavaProcess process;

    private JavaContender(JavaProcess process) {
        this.process = process;
    }

    /** Starts one that has no order yet. */
    static JavaContender start(List<String> jvmOptions) {
        return new JavaContender(
                JavaProcess.start(Path.of(System.getProperty("java.home")), jvmOptions, MigratorMain.class, List.of()));
    }

    /** Gives it an order, and returns when it is ready for that. */
    void begin(MigratorOrder order) {
        follow(JsonMapper.shared().writeValueAsString(order));
    }

    /** Returns when it has closed all that it had for its order, and may be given another one. */
    void end() {
        follow(MigratorMain.END);
    }

    @Override
    public void migrate() {
        follow(MigratorMain.MIGRATE);
    }

    @Override
    public void signUp(List<String> schemas) {
        schemas.forEach(schema -> follow(MigratorMain.SIGN_UP + schema));
    }

    /** Migrates all tenants and looks at the heap. */
    Heap look() {
        return JsonMapper.shared().readValue(follow(MigratorMain.LOOK), Heap.class);
    }

    private String follow(String line) {
        process.tell(line);
        return process.answer();
    }

    @Override
    public double processorMillis() {
        return ProcessorTime.of(process.pid()).orElse(0.0);
    }

    @Override
    public void close() {
        process.close();
    }
}
