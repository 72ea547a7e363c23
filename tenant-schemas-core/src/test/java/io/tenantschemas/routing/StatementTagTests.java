package io.tenantschemas.routing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

class StatementTagTests {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private final StatementTag tag = StatementTag.of(TenantBinding.to(PoolOfOne.tenant(12, "acme")), PUBLIC);

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            SELECT 1,                  SELECT 1 /*acme#12*/
            SELECT 1;,                 SELECT 1 /*acme#12*/;
            "SELECT 1 ; ; ",           "SELECT 1 /*acme#12*/ ; ; "
            SELECT 1; SELECT 2,        SELECT 1; SELECT 2 /*acme#12*/
            {call restock(?)},         {call restock(?) /*acme#12*/}
            "{? = call stock(?)} ",    "{? = call stock(?) /*acme#12*/} "
            SELECT {fn now()},         SELECT {fn now()} /*acme#12*/
            SELECT 1 -- the last word, SELECT 1 -- the last word /*acme#12*/
            """)
    void standsAtTheEndOfTheLastStatement(String sql, String tagged) {
        assertThat(tag.in(sql)).isEqualTo(tagged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";"})
    void leavesAloneWhatIsNoStatement(String sql) {
        assertThat(tag.in(sql)).isEqualTo(sql);
    }

    @Test
    void tellsATenantFromAFormerOneOfTheName() {
        assertThat(StatementTag.of(TenantBinding.to(PoolOfOne.tenant(13, "acme")), PUBLIC))
                .isNotEqualTo(tag);
    }

    @Test
    void isNoneForTheSharedTables() {
        assertThat(StatementTag.of(TenantBinding.toShared(), PUBLIC)).isEqualTo(StatementTag.NONE);
        assertThat(StatementTag.of(TenantBinding.to(PoolOfOne.tenant(1, "public")), PUBLIC))
                .isEqualTo(StatementTag.NONE);
        assertThat(StatementTag.NONE.in("SELECT 1")).isEqualTo("SELECT 1");
    }
}
