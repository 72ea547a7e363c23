package io.tenantschemas.isolationcheck.operation;

import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Ending;
import io.tenantschemas.isolationcheck.run.Operation;

/** Leaves things in the session that outlive the transaction, each with its owner in it. */
public final class LeftBehind implements Operation {

    @Override
    public boolean needsSession() {
        return true;
    }

    @Override
    public void run(Attempt attempt) {
        int kind = attempt.choices().below(10);
        attempt.in(
                attempt.place(),
                () -> attempt.transaction(attempt.node().transaction(), Ending.COMMIT, visit -> {
                    visit.checkLeftOvers();
                    visit.checkRows();
                    attempt.note("leave " + kind);
                    attempt.node()
                            .bean(JdbcTemplate.class)
                            .execute(sql(kind, visit.life().id(), visit.life().stamp()));
                }));
    }

    private static String sql(int kind, long id, String stamp) {
        String owner = id + " " + stamp;
        return switch (kind) {
            // Hides the tenant's table, unless the path has pg_temp last.
            case 0 ->
                "CREATE TEMP TABLE IF NOT EXISTS entry AS SELECT 1::bigint AS id, 'temporary' AS marker, 0::bigint AS owner_id,"
                        + " 'temporary' AS stamp, 0 AS writer, 0 AS amount";
            case 1 ->
                "CLOSE ALL; DECLARE left_behind CURSOR WITH HOLD FOR SELECT owner_id || ' ' || stamp FROM identity_card";
            case 2 -> "SELECT set_config('isolation.owner', '" + owner + "', false)";
            case 3 -> "SELECT pg_advisory_lock(" + id + ")";
            case 4 -> "DEALLOCATE ALL; PREPARE left_behind AS SELECT '" + owner + "' FROM identity_card";
            default ->
                "CREATE TEMP TABLE IF NOT EXISTS scratch (owner text); INSERT INTO pg_temp.scratch VALUES ('" + owner
                        + "')";
        };
    }
}
