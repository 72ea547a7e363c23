package io.tenantschemas.routing;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

import static org.assertj.core.api.Assertions.assertThat;

class TenantTextsTests {

    private static final Tenant ACME = PoolOfOne.tenant(1, "acme");

    private final TenantTexts texts = new TenantTexts();

    private static QualifiedSql items() {
        return QualifiedSql.of("SELECT FROM item", List.of(12), Set.of(), false, false);
    }

    private static StatementTag tag(Tenant tenant) {
        return StatementTag.of(TenantBinding.to(tenant), SchemaName.of("public"));
    }

    private String qualified(QualifiedSql sql, Tenant tenant) {
        return texts.qualified(sql, tenant, tag(tenant));
    }

    @Test
    void areTheSameObjectEachTime() {
        QualifiedSql items = items();

        assertThat(qualified(items, ACME))
                .isEqualTo("SELECT FROM \"acme\".item /*acme#1*/")
                .isSameAs(qualified(items, ACME));
        assertThat(texts.tagged("SELECT 1", ACME, tag(ACME)))
                .isEqualTo("SELECT 1 /*acme#1*/")
                .isSameAs(texts.tagged("SELECT 1", ACME, tag(ACME)));
    }

    @Test
    void areOfOneTenant() {
        QualifiedSql items = items();
        for (Tenant other :
                List.of(PoolOfOne.tenant(2, "globex"), PoolOfOne.tenant(3, "acme"), PoolOfOne.tenant(1, "renamed"))) {
            qualified(items, ACME);
            texts.tagged("SELECT 1", ACME, tag(ACME));

            assertThat(qualified(items, other)).isEqualTo(tag(other).in(items.in(other.schema())));
            assertThat(texts.tagged("SELECT 1", other, tag(other)))
                    .isEqualTo(tag(other).in("SELECT 1"));
        }
    }

    @Test
    void areReadAnewWhenMoreNamesAreTenants() {
        QualifiedSql before = QualifiedSql.of("SELECT FROM item", List.of(), Set.of(), false, false);

        assertThat(qualified(before, ACME)).doesNotContain("\"acme\"");
        assertThat(qualified(items(), ACME)).contains("\"acme\".item");
    }

    @Test
    void areNotKeptForEver() {
        String first = texts.tagged("SELECT 0", ACME, tag(ACME));
        for (int i = 0; i <= 1024; i++) {
            texts.tagged("SELECT " + i, ACME, tag(ACME));
        }
        assertThat(texts.tagged("SELECT 0", ACME, tag(ACME))).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void areNotKeptWhereTheyAreLong() {
        String rows = "SELECT '" + "x".repeat(5000) + "'";

        assertThat(texts.tagged(rows, ACME, tag(ACME))).isNotSameAs(texts.tagged(rows, ACME, tag(ACME)));
    }
}
