package io.tenantschemas.benchmarks.migration;

import io.tenantschemas.benchmarks.database.TenantsDatabase;

/** Migrates all tenants. Each process does it once, as a command does. */
final class MigrationTurn {

    private final Course course;

    private final Turn turn;

    MigrationTurn(Course course, Turn turn) {
        this.course = course;
        this.turn = turn;
    }

    TurnResult run() {
        return new TurnResult(turn, course.tenants().number(), course.rounds(this::run));
    }

    private MigrationRound run(Way way) {
        try (TenantsDatabase database = database()) {
            MigrationRound round = run(way, database);
            course.expectation().checkTenants(database, course.tenants().number(), turn == Turn.ONE);
            return round;
        }
    }

    private TenantsDatabase database() {
        return turn == Turn.ONE ? course.tenants().copy() : course.tenants().unchanged();
    }

    private MigrationRound run(Way way, TenantsDatabase database) {
        try (Contender contender = course.contenders().start(way, turn, database)) {
            return course.stopwatch().measure(contender, course.tenants().number(), contender::migrate);
        }
    }
}
