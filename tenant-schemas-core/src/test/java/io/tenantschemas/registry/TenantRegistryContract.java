package io.tenantschemas.registry;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link TenantRegistry} does. To be extended once for each implementation. */
public abstract class TenantRegistryContract {

    private static final Tenant ACME = new Tenant(
            1,
            SchemaName.of("acme"),
            TenantStatus.ACTIVE,
            List.of(
                    new Domain(HostName.of("shop.acme.com"), true),
                    new Domain(HostName.of("acme.example.com"), false),
                    new Domain(HostName.of("www.acme.com"), false)));

    private static final Tenant GLOBEX = new Tenant(
            2,
            SchemaName.of("globex"),
            TenantStatus.ACTIVE,
            List.of(new Domain(HostName.of("globex.example.com"), true)));

    /** Returns the registry to hold to the contract, the same one throughout a test, empty at its beginning. */
    protected abstract TenantRegistry registry();

    /** Stores a tenant, with that id, where the registry finds it. Not called after the first use of the registry. */
    protected abstract void store(Tenant tenant);

    @Test
    void findsATenantByItsHost() {
        store(ACME);
        store(GLOBEX);
        assertThat(registry().findByHost(HostName.of("globex.example.com"))).contains(GLOBEX);
    }

    @Test
    void findsATenantByEachOfItsHosts() {
        store(ACME);
        store(GLOBEX);
        assertThat(ACME.domains())
                .allSatisfy(domain ->
                        assertThat(registry().findByHost(domain.host())).contains(ACME));
    }

    @Test
    void findsATenantByItsSchema() {
        store(ACME);
        store(GLOBEX);
        assertThat(registry().findBySchema(SchemaName.of("acme"))).contains(ACME);
    }

    @Test
    void findsATenantThatHasNoHost() {
        Tenant hidden = new Tenant(3, SchemaName.of("hidden"), TenantStatus.ACTIVE, List.of());
        store(hidden);
        assertThat(registry().findBySchema(SchemaName.of("hidden"))).contains(hidden);
    }

    @ParameterizedTest
    @EnumSource
    void findsATenantWhateverItsStatus(TenantStatus status) {
        Tenant acme = new Tenant(1, ACME.schema(), status, ACME.domains());
        store(acme);
        assertThat(registry().findByHost(HostName.of("shop.acme.com"))).contains(acme);
        assertThat(registry().findBySchema(SchemaName.of("acme"))).contains(acme);
    }

    @Test
    void findsTheMainSite() {
        Tenant main = new Tenant(
                4, SchemaName.of("public"), TenantStatus.ACTIVE, List.of(new Domain(HostName.of("example.com"), true)));
        store(main);
        store(ACME);
        assertThat(registry().findByHost(HostName.of("example.com"))).contains(main);
    }

    @Test
    void findsNothingForAHostThatLeadsNowhere() {
        store(ACME);
        assertThat(registry().findByHost(HostName.of("unknown.example.com"))).isEmpty();
    }

    @Test
    void doesNotTakeAPartOfAHostForTheHost() {
        store(ACME);
        assertThat(registry().findByHost(HostName.of("acme.com"))).isEmpty();
        assertThat(registry().findByHost(HostName.of("other.shop.acme.com"))).isEmpty();
    }

    @Test
    void doesNotTakeAnUnderscoreForAnyLetter() {
        store(ACME);
        assertThat(registry().findByHost(HostName.of("shop_acme.com"))).isEmpty();
        assertThat(registry().findBySchema(SchemaName.of("acm_"))).isEmpty();
    }

    @Test
    void findsNothingForASchemaThatNoTenantHas() {
        store(ACME);
        assertThat(registry().findBySchema(SchemaName.of("unknown"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void findsATenantAgainAsItIsNow(TenantStatus status) {
        Tenant now = ACME.withStatus(status);
        store(now);
        store(GLOBEX);
        assertThat(registry().findAgain(ACME)).contains(now);
    }

    @Test
    void doesNotTakeAnotherTenantOfTheSameNameForOneThatWasFoundBefore() {
        store(new Tenant(3, ACME.schema(), TenantStatus.ACTIVE, List.of()));
        assertThat(registry().findAgain(ACME)).isEmpty();
    }

    @Test
    void passesEveryTenantOnce() {
        store(GLOBEX);
        store(ACME);
        List<Tenant> passed = new ArrayList<>();
        registry().forEach(passed::add);
        assertThat(passed).containsExactlyInAnyOrder(ACME, GLOBEX);
    }

    @Test
    void passesNothingWhenThereAreNoTenants() {
        List<Tenant> passed = new ArrayList<>();
        registry().forEach(passed::add);
        assertThat(passed).isEmpty();
    }

    @Test
    void canBeAskedWhileItPassesTenants() {
        store(ACME);
        store(GLOBEX);
        List<Tenant> found = new ArrayList<>();
        registry().forEach(each -> registry().findBySchema(each.schema()).ifPresent(found::add));
        assertThat(found).containsExactlyInAnyOrder(ACME, GLOBEX);
    }
}
