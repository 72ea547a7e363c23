package io.tenantschemas.benchmarks.migration;

import java.util.List;
import java.util.function.UnaryOperator;

import io.tenantschemas.benchmarks.measure.Closing;
import io.tenantschemas.benchmarks.measure.ProcessorTime;
import io.tenantschemas.benchmarks.process.PsqlProcess;

/** Several {@code psql}, each with a script of its own. */
final class PsqlContender implements Contender {

    private final Closing closing;

    private final List<PsqlProcess> processes;

    private final List<String> scripts;

    private final UnaryOperator<String> signUp;

    /**
     * Creates it.
     *
     * @param closing closes the processes
     * @param processes are connected
     * @param scripts one for each
     * @param signUp the script for a new schema
     */
    PsqlContender(Closing closing, List<PsqlProcess> processes, List<String> scripts, UnaryOperator<String> signUp) {
        this.closing = closing;
        this.processes = processes;
        this.scripts = scripts;
        this.signUp = signUp;
    }

    @Override
    public void migrate() {
        for (int i = 0; i < processes.size(); i++) {
            processes.get(i).begin(scripts.get(i));
        }
        processes.forEach(PsqlProcess::answer);
    }

    @Override
    public void signUp(List<String> schemas) {
        schemas.forEach(schema -> processes.get(0).tellAndWait(signUp.apply(schema)));
    }

    @Override
    public double processorMillis() {
        return processes.stream()
                .mapToDouble(process -> ProcessorTime.of(process.pid()).orElse(0.0))
                .sum();
    }

    @Override
    public void close() {
        closing.close();
    }
}
