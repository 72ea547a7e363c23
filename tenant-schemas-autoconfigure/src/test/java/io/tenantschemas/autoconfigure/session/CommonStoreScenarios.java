package io.tenantschemas.autoconfigure.session;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for sessions in a store that the main site and all tenants share. */
interface CommonStoreScenarios {

    /** Returns somebody without a cookie at that host. */
    Visitor at(String name);

    @Test
    default void keepsTheMainSiteAndTenantsApart() {
        for (String[] hosts : new String[][] {{"www", "acme"}, {"acme", "www"}}) {
            Visitor visitor = at(hosts[0]);
            visitor.post("/basket?content=anvil");
            assertThat(visitor.basket()).isEqualTo("anvil");
            assertThat(visitor.at(hosts[1] + ".example.com").basket()).isEqualTo("no session");
        }
    }

    @Test
    default void endsASessionWhoseIdAnotherTenantWouldHaveToUse() {
        Visitor visitor = at("acme");
        visitor.post("/basket?content=anvil");
        visitor.at("globex.example.com").post("/basket?content=rope");
        assertThat(visitor.basket()).isEqualTo("no session");
    }

    @Test
    default void endsNoSessionOnAnIgnoredPath() {
        Visitor visitor = at("acme");
        visitor.post("/basket?content=anvil");
        assertThat(visitor.get("/basket/ignored").body()).isEqualTo("no session");
        assertThat(visitor.post("/basket/ignored?content=rope").status()).isNotEqualTo(200);
        assertThat(visitor.basket()).isEqualTo("anvil");
    }
}
