package io.tenantschemas.entity;

import org.junit.jupiter.api.Test;

import io.tenantschemas.tenant.InvalidHostException;
import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AbstractTenantTests {

    private final Client acme = new Client("acme", "acme.example.com");

    private static final class Client extends AbstractTenant {

        Client(String schemaName, String domain) {
            super(schemaName, domain);
        }
    }

    @Test
    void isActiveAndHasNoIdBeforeItIsSaved() {
        assertThat(acme.getId()).isNull();
        assertThat(acme.getSchemaName()).isEqualTo("acme");
        assertThat(acme.getStatus()).isEqualTo(TenantStatus.ACTIVE);
    }

    @Test
    void makesItsFirstDomainThePrimaryOne() {
        assertThat(acme.getPrimaryDomain()).isEqualTo("acme.example.com");
    }

    @Test
    void refusesAMalformedName() {
        assertThatExceptionOfType(InvalidSchemaNameException.class)
                .isThrownBy(() -> new Client("Acme Inc", "acme.example.com"));
    }

    @Test
    void refusesAMalformedDomain() {
        assertThatExceptionOfType(InvalidHostException.class).isThrownBy(() -> new Client("acme", "not a host"));
        assertThatExceptionOfType(InvalidHostException.class).isThrownBy(() -> acme.addDomain("not a host"));
    }

    @Test
    void keepsDomainsInOneForm() {
        acme.addDomain("SHOP.Acme.com.:8080");
        assertThat(acme.getDomains()).containsExactly("acme.example.com", "shop.acme.com");
    }

    @Test
    void listsThePrimaryDomainFirstAndTheOthersInOrder() {
        acme.addDomain("c.acme.com");
        acme.addDomain("a.acme.com");
        acme.addDomain("b.acme.com");
        acme.makePrimary("b.acme.com");
        assertThat(acme.getDomains()).containsExactly("b.acme.com", "a.acme.com", "acme.example.com", "c.acme.com");
    }

    @Test
    void addsADomainOnce() {
        acme.addDomain("shop.acme.com");
        acme.makePrimary("shop.acme.com");
        acme.addDomain("SHOP.acme.com");
        assertThat(acme.getDomains()).containsExactly("shop.acme.com", "acme.example.com");
    }

    @Test
    void hasOnePrimaryDomainAlways() {
        acme.addDomain("shop.acme.com");
        assertThat(acme.getPrimaryDomain()).isEqualTo("acme.example.com");
        acme.makePrimary("Shop.acme.com");
        assertThat(acme.getPrimaryDomain()).isEqualTo("shop.acme.com");
        acme.removeDomain("acme.example.com");
        assertThat(acme.getDomains()).containsExactly("shop.acme.com");
        assertThat(acme.getPrimaryDomain()).isEqualTo("shop.acme.com");
    }

    @Test
    void makesThePrimaryDomainPrimaryAgain() {
        acme.makePrimary("acme.example.com");
        assertThat(acme.getDomains()).containsExactly("acme.example.com");
        assertThat(acme.getPrimaryDomain()).isEqualTo("acme.example.com");
    }

    @Test
    void refusesToRemoveThePrimaryDomain() {
        acme.addDomain("shop.acme.com");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> acme.removeDomain("ACME.example.com"))
                .withMessageContaining("Make another one primary first");
        assertThat(acme.getDomains()).hasSize(2);
    }

    @Test
    void refusesToChangeADomainThatItDoesNotHave() {
        assertThatIllegalArgumentException().isThrownBy(() -> acme.removeDomain("globex.example.com"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> acme.makePrimary("globex.example.com"))
                .withMessageContaining("'globex.example.com'")
                .withMessageContaining("acme.example.com");
    }

    @Test
    void handsOutDomainsThatCannotBeChanged() {
        assertThat(acme.getDomains()).isUnmodifiable();
    }
}
