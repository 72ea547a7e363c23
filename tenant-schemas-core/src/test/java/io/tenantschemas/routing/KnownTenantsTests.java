package io.tenantschemas.routing;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.tenantschemas.routing.KnownTenant.Expressions;
import io.tenantschemas.routing.KnownTenants.Confirmation;
import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static org.assertj.core.api.Assertions.assertThat;

/** Answers that come late, when somebody else was told otherwise; and who is to ask. */
class KnownTenantsTests {

    // Where the clock stands is no matter, and may be below zero.
    private static final Inquiry START = at(0);

    private static final Inquiry AGED = at(800);

    private final MigratedSchemas migrated = new MigratedSchemas();

    private final KnownTenants tenants = new KnownTenants(migrated);

    @BeforeEach
    void rememberAcme() {
        remember(START);
    }

    private void remember(Inquiry asked) {
        remember(asked, migrated.last());
    }

    private void remember(Inquiry asked, long migration) {
        tenants.remember(KnownTenant.of(ACME, false, asked, new Expressions(false, asked.at()), migration));
    }

    private static Inquiry at(long millis) {
        return new Inquiry("acme, public", 1, TimeUnit.MILLISECONDS.toNanos(millis - 5_000));
    }

    private KnownTenant acme() {
        return Objects.requireNonNull(tenants.get(ACME));
    }

    private static Confirmation confirmation(String schema, boolean isThere, boolean namesCount) {
        return new Confirmation(ACME.id(), SchemaName.of(schema), isThere, namesCount);
    }

    @Test
    void confirmsForAnotherSecond() {
        tenants.confirm(confirmation("acme", true, false), AGED);

        assertThat(acme().isGoodFor(at(1_799))).isTrue();
        assertThat(acme().isGoodFor(at(1_800))).isFalse();
    }

    @Test
    void knowsNothingOfATenantThatGotAnotherName() {
        assertThat(tenants.get(PoolOfOne.tenant(ACME.id(), "renamed"))).isNull();
        assertThat(tenants.get(PoolOfOne.tenant(ACME.id(), "acme"))).isNotNull();
    }

    @Test
    void takesNoteOfWhatTheSchemaHoldsNow() {
        tenants.confirm(confirmation("acme", true, true), AGED);

        assertThat(acme().pathCounts()).isTrue();
    }

    @Test
    void confirmsNoOtherName() {
        tenants.confirm(confirmation("acme_old", true, false), AGED);
        assertThat(acme().isGoodFor(at(1_000))).isFalse();

        tenants.confirm(confirmation("acme_old", false, false), AGED);
        assertThat(acme().isGoodFor(AGED)).isTrue();
    }

    @Test
    void prefersALaterAnswer() {
        remember(at(810));

        tenants.confirm(confirmation("acme", true, true), AGED);
        assertThat(acme().pathCounts()).isFalse();
        tenants.confirm(confirmation("acme", false, false), AGED);
        assertThat(acme().isGoodFor(at(1_500))).isTrue();
    }

    @Test
    void forgetsWhoIsGone() {
        tenants.confirm(confirmation("acme", false, false), AGED);

        assertThat(tenants.get(ACME)).isNull();
        tenants.confirm(confirmation("acme", true, false), AGED);
        assertThat(tenants.get(ACME)).isNull();
    }

    @Test
    void goesByNothingFromBeforeAMigration() {
        migrated.add(PoolOfOne.GLOBEX.schema());
        assertThat(tenants.get(ACME)).isNotNull();

        migrated.add(ACME.schema());
        assertThat(tenants.get(ACME)).isNull();
        tenants.confirm(confirmation("acme", true, false), AGED);
        assertThat(tenants.get(ACME)).isNull();

        remember(AGED);
        assertThat(acme().isGoodFor(AGED)).isTrue();
    }

    @Test
    void goesByNoAnswerThatAMigrationOvertook() {
        long before = migrated.last();
        migrated.add(ACME.schema());

        remember(AGED, before);

        assertThat(tenants.get(ACME)).isNull();
    }

    @Test
    void oneAsksForAll() {
        acme().use(AGED);

        assertThat(tenants.isToBeAskedAhead(acme(), AGED)).isTrue();
        assertThat(tenants.isToBeAskedAhead(acme(), AGED)).isFalse();
        // Nobody has an answer yet.
        assertThat(tenants.isToBeAskedAhead(acme(), at(1_799))).isFalse();
        assertThat(tenants.isToBeAskedAhead(acme(), at(1_800))).isTrue();
    }

    @Test
    void nobodyAsksTooEarly() {
        assertThat(tenants.isToBeAskedAhead(acme(), at(749))).isFalse();
    }

    @Test
    void nobodyAsksAheadWhenTheExpressionsHaveToBeAskedFor() {
        acme().use(at(60_000));

        assertThat(tenants.isToBeAskedAhead(acme(), at(60_000))).isFalse();
    }
}
