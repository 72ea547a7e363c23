package io.tenantschemas.migrate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

/** What is published of a run, and when. */
class MigrationEventsTests {

    private static final MigrationTarget ACME = MigrationTarget.tenant(SchemaName.of("acme"));

    private static final Migrated MIGRATED = new Migrated(ACME, null, "1", 1, Duration.ZERO);

    private final List<Object> published = new ArrayList<>();

    private final MigrationEvents events = new MigrationEvents(published::add);

    @Test
    void publishesWhatBecameOfTenants() {
        events.afterSingletonsInstantiated();
        Failed failed = new Failed(ACME, MigrationFailure.of("refused"));
        events.finished(MIGRATED);
        events.finished(failed);
        events.finished(new UpToDate(ACME, "1"));
        events.finished(new Failed(MigrationTarget.shared(SchemaName.of("public")), MigrationFailure.of("refused")));

        assertThat(published).containsExactly(new TenantMigrated(MIGRATED), new TenantMigrationFailed(failed));
    }

    @Test
    void publishesWhichTenantsArePutOff() {
        MigrationFailure waited = MigrationFailure.of("canceling statement due to lock timeout");
        events.putOff(ACME, waited);
        assertThat(published).as("as anything else at start-up").isEmpty();
        events.afterSingletonsInstantiated();
        events.putOff(MigrationTarget.shared(SchemaName.of("public")), waited);
        events.putOff(ACME, waited);

        TenantMigrationPutOff event = new TenantMigrationPutOff(ACME, waited);
        assertThat(published).containsExactly(event, event);
    }

    @Test
    void publishesThatARunBeginsAndHowItEnded() {
        MigrationReport report = new MigrationReport(List.of(MIGRATED), Duration.ZERO, Map.of());
        events.started(MigrationScope.TENANT, 1);
        events.finished(MIGRATED);
        events.ended(report);
        assertThat(published).as("as anything else at start-up").isEmpty();

        events.afterSingletonsInstantiated();
        assertThat(published)
                .containsExactly(
                        new MigrationRunStarted(MigrationScope.TENANT, 1),
                        new TenantMigrated(MIGRATED),
                        new MigrationRunEnded(report));
    }

    @Test
    void holdsBackWhatHappensWhileTheApplicationStarts() {
        events.finished(MIGRATED);
        assertThat(published)
                .as("a listener may need what waits for the migrations")
                .isEmpty();

        events.afterSingletonsInstantiated();
        assertThat(published).containsExactly(new TenantMigrated(MIGRATED));
        events.afterSingletonsInstantiated();
        assertThat(published).hasSize(1);
    }

    @Test
    void anApplicationStartsWhateverItsListenersThrow() {
        List<Object> heard = new ArrayList<>();
        MigrationEvents failing = new MigrationEvents(event -> {
            heard.add(event);
            throw new IllegalStateException("broken");
        });
        failing.finished(MIGRATED);
        failing.finished(MIGRATED);
        failing.afterSingletonsInstantiated();

        assertThat(heard).hasSize(2);
    }
}
