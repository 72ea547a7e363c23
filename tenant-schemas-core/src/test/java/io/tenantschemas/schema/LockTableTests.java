package io.tenantschemas.schema;

import org.junit.jupiter.api.Test;

import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

class LockTableTests {

    private final LockTable table = new LockTable(6400);

    @Test
    void holdsAsManyAsThereArePlaces() {
        assertThat(table.holds(6400)).isTrue();
        assertThat(table.holds(6401)).isFalse();
    }

    @Test
    void leavesEnoughBesideHalfOfThem() {
        assertThat(table.leavesEnoughBeside(3200)).isTrue();
        assertThat(table.leavesEnoughBeside(3201)).isFalse();
    }

    @Test
    void givesAnEighthToOneBatch() {
        assertThat(table.part()).isEqualTo(800);
        assertThat(new LockTable(7).part()).isEqualTo(1);
    }

    @Test
    void namesTheWayOutForADropAndForARename() {
        SchemaName acme = SchemaName.of("acme");
        assertThat(SchemaTooLargeException.dropped(acme, 9000, table))
                .hasMessageStartingWith("Schema 'acme' was not dropped in one transaction")
                .hasMessageContaining("delete-tenant")
                .hasNoCause();
        assertThat(SchemaTooLargeException.renamed(acme, 9000, table))
                .hasMessageStartingWith("Schema 'acme' was not renamed")
                .hasMessageContaining("Raise max_locks_per_transaction");
    }
}
