package io.tenantschemas.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tenantschemas.benchmarks.database.TenantTables;
import io.tenantschemas.benchmarks.migration.MigrationMain;
import io.tenantschemas.benchmarks.migration.MigrationResult;
import io.tenantschemas.benchmarks.migration.MigrationSettings;
import io.tenantschemas.benchmarks.migration.Turn;
import io.tenantschemas.benchmarks.migration.Way;
import io.tenantschemas.benchmarks.report.Machine;
import io.tenantschemas.benchmarks.report.MigrationReport;

/** Each thing to do for each number of tenants, on each server. */
@Command(
        name = "migrate",
        description = "Time for migrating many tenants and for making new ones, of the library and its rivals.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class MigrateCommand implements Callable<Integer> {

    @Mixin
    private final ServerOptions servers = new ServerOptions();

    @Mixin
    private final RoundOptions rounds = new RoundOptions(6);

    @Mixin
    private final ApplicationOptions application = new ApplicationOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Option(names = "--ways", split = ",", description = "Who takes part: library, flyway, psql.")
    private List<Way> ways = List.of(Way.LIBRARY, Way.FLYWAY, Way.PSQL);

    @Option(names = "--turns", split = ",", description = "What there is to do: nothing, one, sign_up, heap.")
    private List<Turn> turns = List.of(Turn.NOTHING, Turn.ONE, Turn.SIGN_UP);

    @Option(
            names = "--schema",
            description = "Which tables tenants have: shop (twenty, for up to 2,000 tenants), small (two).")
    private TenantTables tables = TenantTables.SHOP;

    @Option(names = "--tenants", split = ",", description = "How many tenants there are.")
    private List<Integer> tenants = List.of(100, 1000);

    @Option(names = "--parallelism", description = "How many tenants are migrated at the same time, in each way.")
    private int parallelism = 4;

    @Option(
            names = "--cold",
            description = "Whether a JVM does for the first time what is measured, as one that ends after that does.")
    private boolean cold;

    @Option(names = "--sign-ups", description = "How many tenants each way makes in a round.")
    private int signUps = 20;

    @Option(names = "--warm-up", description = "How many tenants each way makes before.")
    private int warmUp = 50;

    @Option(names = "--psql", description = "The program psql.")
    private String psql = "psql";

    @Override
    public Integer call() {
        MigrationSettings settings = new MigrationSettings(
                ways,
                turns,
                tables,
                tenants,
                parallelism,
                rounds.rounds(),
                rounds.seed(),
                cold,
                signUps,
                warmUp,
                psql,
                application.properties(),
                servers.jvmOptions());
        List<MigrationResult> results = servers.servers().stream()
                .map(server -> server.run(MigrationMain.class, settings, MigrationResult.class, System.out))
                .toList();
        new MigrationReport(LocalDate.now(ZoneOffset.UTC), Machine.here(), report.options(), settings, results)
                .write(report.report());
        return 0;
    }
}
