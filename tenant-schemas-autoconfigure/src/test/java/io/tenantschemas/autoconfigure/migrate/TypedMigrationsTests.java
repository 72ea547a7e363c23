package io.tenantschemas.autoconfigure.migrate;

import java.util.List;
import java.util.Set;

import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.Test;

import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TypedMigrationsTests {

    private static final TypeName BASIC = TypeName.of("basic");

    private static final TypeName PREMIUM = TypeName.of("premium");

    private abstract static class Nothing extends BaseJavaMigration {

        @Override
        public void migrate(Context context) {}
    }

    @TenantScoped
    private static final class V1__OfAll extends Nothing {}

    @TenantScoped(types = "PREMIUM")
    private static final class V2__OfPremium extends Nothing {}

    @TenantScoped(types = {"premium", "basic"})
    private static final class V3__OfBoth extends Nothing {}

    @TenantScoped(types = "gold")
    private static final class V4__OfGold extends Nothing {}

    @Test
    void dividesMigrationsByTheTypesThatTheyAreFor() {
        JavaMigration ofAll = new V1__OfAll();
        JavaMigration ofPremium = new V2__OfPremium();
        JavaMigration ofBoth = new V3__OfBoth();
        TypedMigrations migrations =
                new TypedMigrations(List.of(ofAll, ofPremium, ofBoth), Set.of(BASIC, PREMIUM, TypeName.of("trial")));
        assertThat(migrations.ofAll()).containsExactly(ofAll);
        assertThat(migrations.byType())
                .containsEntry(PREMIUM, List.of(ofPremium, ofBoth))
                .containsEntry(BASIC, List.of(ofBoth))
                .containsEntry(TypeName.of("trial"), List.of())
                .hasSize(3);
    }

    @Test
    void refusesATypeThatThereIsNot() {
        assertThatExceptionOfType(UnknownTypeException.class)
                .isThrownBy(() -> new TypedMigrations(List.of(new V4__OfGold()), Set.of(BASIC)))
                .withMessageContaining("V4__OfGold")
                .withMessageContaining("There are: basic.");
    }
}
