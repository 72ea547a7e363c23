package io.tenantschemas.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tenantschemas.benchmarks.binding.Binding;
import io.tenantschemas.benchmarks.report.BindingReport;
import io.tenantschemas.benchmarks.report.Machine;

/** What JMH says of {@link Binding}. */
@Command(
        name = "binding",
        description = "Nanoseconds for resolving a host and binding its tenant, when it is remembered.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class BindingCommand implements Callable<Integer> {

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Option(names = "--threads", split = ",", description = "How many do it at the same time.")
    private List<Integer> threads = List.of(1, 2);

    @Option(names = "--forks", description = "How many JVMs measure, one after the other.")
    private int forks = 3;

    @Option(names = "--iterations", description = "How many iterations count in each, and go before.")
    private int iterations = 5;

    @Option(names = "--seconds", description = "How long an iteration takes.")
    private double seconds = 1;

    @Override
    public Integer call() throws RunnerException {
        List<BindingReport.Cost> lines = new ArrayList<>();
        for (int number : threads) {
            for (RunResult result : run(number)) {
                Result<?> cost = result.getPrimaryResult();
                lines.add(new BindingReport.Cost(cost.getLabel(), number, cost.getScore(), cost.getScoreError()));
            }
        }
        new BindingReport(
                        LocalDate.now(ZoneOffset.UTC),
                        Machine.here(),
                        Runtime.version().toString(),
                        lines)
                .write(report.report());
        return 0;
    }

    private Iterable<RunResult> run(int number) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(Math.round(seconds * 1000));
        return new Runner(new OptionsBuilder()
                        .include(Binding.class.getName() + "\\.")
                        .threads(number)
                        .forks(forks)
                        .warmupIterations(iterations)
                        .warmupTime(time)
                        .measurementIterations(iterations)
                        .measurementTime(time)
                        .build())
                .run();
    }
}
