package io.tenantschemas.migrate.flyway;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class OtherFlywaysTests {

    private static final MigrationTarget ACME = MigrationTarget.tenant(SchemaName.of("acme"));

    private static final MigrationTarget GLOBEX = MigrationTarget.tenant(SchemaName.of("globex"));

    private static final int RETRIES = 50;

    private long now = Long.MAX_VALUE - 1000;

    private final OtherFlyways others = new OtherFlyways(() -> now);

    private final MigrationStop run = new MigrationStop();

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private void assertThatNobodyGivesUp(MigrationTarget target, MigrationStop run, int retries) {
        assertThatNoException().isThrownBy(() -> others.meet(target, run, retries));
    }

    @Test
    void areWaitedForAsLongAsFlywayDoes() {
        assertThatNobodyGivesUp(ACME, run, RETRIES);
        pass(50);
        assertThatNobodyGivesUp(ACME, run, RETRIES);
        pass(1);
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> others.meet(ACME, run, RETRIES))
                .withMessageContaining("'acme'")
                .withMessageContaining("for more than 51 s")
                .withMessageContaining("\"acme\".\"flyway_schema_history\"")
                .withMessageContaining("lockRetryCount");
    }

    @Test
    void areWaitedForWithoutAnEndWhereFlywayDoes() {
        assertThatNobodyGivesUp(ACME, run, -1);
        pass(100_000);
        assertThatNobodyGivesUp(ACME, run, -1);
    }

    @Test
    void areWaitedForAnewForEachSchemaAndByEachRun() {
        assertThatNobodyGivesUp(ACME, run, RETRIES);
        pass(100);
        assertThatNobodyGivesUp(GLOBEX, run, RETRIES);
        assertThatNobodyGivesUp(ACME, new MigrationStop(), RETRIES);
    }

    @Test
    void areWaitedForAnewAfterTheyWereGone() {
        assertThatNobodyGivesUp(ACME, run, RETRIES);
        pass(100);
        others.part(ACME, run);
        assertThatNobodyGivesUp(ACME, run, RETRIES);
    }
}
