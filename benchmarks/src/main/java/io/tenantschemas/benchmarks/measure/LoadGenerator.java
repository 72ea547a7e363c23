package io.tenantschemas.benchmarks.measure;

import java.nio.file.Path;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.benchmarks.load.LoadMain;
import io.tenantschemas.benchmarks.load.LoadOrder;
import io.tenantschemas.benchmarks.load.LoadReport;
import io.tenantschemas.benchmarks.process.JavaProcess;

/** Makes requests from a process of its own. */
final class LoadGenerator implements AutoCloseable {

    private final JsonMapper json = JsonMapper.shared();

    private final JavaProcess process = JavaProcess.start(
            Path.of(System.getProperty("java.home")), List.of("-Xms128m", "-Xmx128m"), LoadMain.class, List.of());

    LoadReport run(LoadOrder order) {
        process.tell(json.writeValueAsString(order));
        return json.readValue(process.answer(), LoadReport.class);
    }

    @Override
    public void close() {
        process.close();
    }
}
