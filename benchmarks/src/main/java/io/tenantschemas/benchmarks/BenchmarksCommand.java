package io.tenantschemas.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "benchmarks/measure",
        description = "Measures Tenant Schemas beside its rivals.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ThroughputCommand.class,
            MemoryCommand.class,
            MigrateCommand.class,
            StartupCommand.class,
            BindingCommand.class
        })
public final class BenchmarksCommand {

    private BenchmarksCommand() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new BenchmarksCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }
}
