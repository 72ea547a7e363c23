package io.tenantschemas.autoconfigure.session;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for sessions in a store that the main site and all tenants share. */
abstract class CommonStoreScenarios extends SessionScenarios {

    CommonStoreScenarios(String... properties) {
        super(properties);
    }

    @Test
    void keepsTheMainSiteAndTenantsApart() {
        Visitor visitor = at("www");
        visitor.post("/basket?content=anvil");
        assertThat(visitor.basket()).isEqualTo("anvil");
        assertThat(visitor.at("acme.example.com").basket()).isEqualTo("no session");

        Visitor alice = aliceAtAcme();
        assertThat(alice.at("www.example.com").basket()).isEqualTo("no session");
        assertThat(alice.at("www.example.com").who()).isEqualTo("nobody");
    }

    @Test
    void endsASessionWhoseIdAnotherTenantWouldHaveToUse() {
        Visitor visitor = at("acme");
        visitor.post("/basket?content=anvil");
        visitor.at("globex.example.com").post("/basket?content=rope");
        assertThat(visitor.basket()).isEqualTo("no session");
    }

    @Test
    void endsNoSessionOnAnIgnoredPath() {
        Visitor visitor = at("acme");
        visitor.post("/basket?content=anvil");
        assertThat(visitor.get("/basket/ignored").body()).isEqualTo("no session");
        assertThat(visitor.post("/basket/ignored?content=rope").status()).isNotEqualTo(200);
        assertThat(visitor.basket()).isEqualTo("anvil");
    }
}
