package io.tenantschemas.routing;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

class MigratedSchemasTests {

    private static final SchemaName ACME = SchemaName.of("acme");

    private static final SchemaName GLOBEX = SchemaName.of("globex");

    private final MigratedSchemas migrated = new MigratedSchemas();

    @Test
    void tellsWhatWasMigratedAfterAQuestion() {
        long asked = migrated.last();
        migrated.add(ACME);

        assertThat(migrated.wereAfter(asked, ACME)).isTrue();
        assertThat(migrated.wereAfter(asked, GLOBEX)).isFalse();
        assertThat(migrated.wereAfter(migrated.last(), ACME)).isFalse();
    }

    @Test
    void takesAnyForMigratedWhereNobodyKnows() {
        migrated.add(ACME);
        long asked = migrated.last();
        migrated.addAll();

        assertThat(migrated.wereAfter(asked, ACME)).isTrue();
        assertThat(migrated.wereAfter(asked, GLOBEX)).isTrue();
        assertThat(migrated.wereAfter(migrated.last(), ACME)).isFalse();
    }

    @Test
    void takesAllForMigratedWhereTooManyWere() {
        long asked = migrated.last();
        migrated.add(ACME);
        IntStream.range(0, 10_000).forEach(i -> migrated.add(SchemaName.of("tenant_" + i)));

        assertThat(migrated.wereAfter(asked, ACME)).isTrue();
        assertThat(migrated.wereAfter(asked, GLOBEX))
                .as("not one is remembered for ever")
                .isTrue();
        assertThat(migrated.wereAfter(migrated.last(), ACME)).isFalse();
    }
}
