package io.tenantschemas.benchmarks.migration;

import java.util.List;
import java.util.stream.IntStream;

import io.tenantschemas.benchmarks.database.DatabaseAddress;
import io.tenantschemas.benchmarks.database.ManyTenants;
import io.tenantschemas.benchmarks.database.TenantsDatabase;
import io.tenantschemas.benchmarks.measure.Closing;
import io.tenantschemas.benchmarks.process.PsqlProcess;

/** Starts those who migrate. */
final class Contenders implements AutoCloseable {

    private final MigrationSettings settings;

    private final PsqlScripts scripts;

    private final Rehearsal rehearsal;

    Contenders(MigrationSettings settings, ManyTenants tenants) {
        this.settings = settings;
        this.scripts = new PsqlScripts(tenants);
        this.rehearsal = Rehearsal.of(settings);
    }

    /**
     * Starts one, and returns when it is ready. A JVM that is to migrate has done the same for other tenants by then, unless it is
     * to be cold, whichever way that is: one way needs the classes for migrating when it starts, and another one not before it
     * migrates.
     */
    Contender start(Way way, Turn turn, TenantsDatabase database) {
        return way == Way.PSQL ? psql(turn, database.address()) : java(way, turn, database);
    }

    /** Starts one of the ways that need a JVM. */
    JavaContender java(Way way, Turn turn, TenantsDatabase database) {
        MigratorOrder order = order(way, turn, database.address());
        JavaContender contender = JavaContender.start(settings.jvmOptions());
        if (!settings.cold() && (turn == Turn.NOTHING || turn == Turn.ONE)) {
            rehearsal.run(contender, order);
        }
        contender.begin(order);
        return contender;
    }

    private MigratorOrder order(Way way, Turn turn, DatabaseAddress database) {
        boolean withNext = turn == Turn.ONE || turn == Turn.HEAP;
        return new MigratorOrder(
                way,
                turn,
                database,
                settings.tables().locations(withNext),
                settings.parallelism(),
                settings.properties());
    }

    private PsqlContender psql(Turn turn, DatabaseAddress database) {
        Closing closing = new Closing();
        int number = turn == Turn.SIGN_UP ? 1 : settings.parallelism();
        List<PsqlProcess> processes = IntStream.range(0, number)
                .mapToObj(i -> closing.keep(PsqlProcess.start(settings.psql(), database)))
                .toList();
        return new PsqlContender(closing, processes, scripts(turn), scripts::signUp);
    }

    private List<String> scripts(Turn turn) {
        return switch (turn) {
            case NOTHING -> scripts.nothing(settings.parallelism());
            case ONE -> scripts.one(settings.parallelism());
            case SIGN_UP, HEAP -> List.of();
        };
    }

    @Override
    public void close() {
        rehearsal.close();
        scripts.close();
    }
}
