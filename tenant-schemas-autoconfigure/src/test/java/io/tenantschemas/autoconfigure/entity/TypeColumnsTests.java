package io.tenantschemas.autoconfigure.entity;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.TenantType;
import io.tenantschemas.entity.TenantTypeException;
import io.tenantschemas.registry.TypeColumn;
import io.tenantschemas.tenant.TypeName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** In which column the types of tenants stand, and which there are. */
class TypeColumnsTests {

    private static final String TYPES = "tenant-schemas.tenant-types";

    private static final String COLUMN = "tenant-schemas.tenant-type-column";

    enum Plan {
        BASIC,
        PREMIUM
    }

    @Entity
    static class Untyped extends AbstractTenant {}

    @Entity
    static class OfEnum extends AbstractTenant {

        @TenantType
        @Enumerated(EnumType.STRING)
        @Nullable
        Plan servicePlan;
    }

    @Entity
    static class OfText extends AbstractTenant {

        @TenantType
        @Nullable
        String kind;
    }

    @Entity
    static class Elsewhere {

        @TenantType
        @Nullable
        String kind;
    }

    @Entity
    static class Special extends Untyped {

        @TenantType
        @Nullable
        String kind;
    }

    private static TenantSchemasProperties properties(Map<String, Object> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("tenant-schemas", TenantSchemasProperties.class);
    }

    private static Optional<TypeColumn> column(
            Map<String, Object> values, Class<? extends AbstractTenant> model, Class<?>... others) {
        Set<Class<?>> all = new HashSet<>(List.of(others));
        all.add(model);
        return new TypeColumns(new EntityClasses(all), new PhysicalNamingStrategySnakeCaseImpl(), properties(values))
                .of(model);
    }

    @Test
    void takesTheConstantsOfAnEnum() {
        assertThat(column(Map.of(), OfEnum.class)).hasValueSatisfying(column -> {
            assertThat(column.name()).isEqualTo("service_plan");
            assertThat(column.types()).containsExactlyInAnyOrder(TypeName.of("basic"), TypeName.of("premium"));
            assertThat(column.write(TypeName.of("premium"))).isEqualTo("PREMIUM");
        });
    }

    @Test
    void takesTheListOfTypesForAText() {
        assertThat(column(Map.of(TYPES, "Basic,premium", COLUMN, "sort"), OfText.class))
                .contains(TypeColumn.of("sort", Set.of(TypeName.of("basic"), TypeName.of("premium"))));
    }

    @Test
    void findsNoneWhereNothingIsMarkedOrSet() {
        assertThat(column(Map.of(), Untyped.class)).isEmpty();
        assertThat(TypeSettings.column(properties(Map.of()))).isEmpty();
    }

    @Test
    void wantsTheListOfTypesForAText() {
        assertThatExceptionOfType(TenantTypeException.class)
                .isThrownBy(() -> column(Map.of(), OfText.class))
                .withMessageContaining("'kind'")
                .withMessageContaining(TYPES);
    }

    @Test
    void refusesAListBesideAnEnum() {
        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> column(Map.of(TYPES, "basic"), OfEnum.class))
                .satisfies(refused -> assertThat(refused.getName()).isEqualTo(TYPES))
                .satisfies(refused -> assertThat(refused.getReason()).contains("'servicePlan'"));
    }

    @Test
    void refusesSettingsWhereNoAttributeIsMarked() {
        for (String name : List.of(TYPES, COLUMN)) {
            assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                    .isThrownBy(() -> column(Map.of(name, "basic"), Untyped.class))
                    .satisfies(refused -> assertThat(refused.getName()).isEqualTo(name))
                    .satisfies(refused -> assertThat(refused.getReason()).contains("@TenantType"));
        }
    }

    @Test
    void refusesAMarkThatNobodyWouldRead() {
        assertThatExceptionOfType(TenantTypeException.class)
                .isThrownBy(() -> column(Map.of(), OfEnum.class, Elsewhere.class))
                .withMessageContaining(Elsewhere.class.getName())
                .withMessageContaining("the tenant model is " + OfEnum.class.getName());
        assertThatExceptionOfType(TenantTypeException.class)
                .isThrownBy(() -> column(Map.of(), Untyped.class, Special.class))
                .withMessageContaining(Special.class.getName());
    }

    @Test
    void takesColumnAndTypesFromSettingsWithoutAnEntity() {
        assertThat(TypeSettings.column(properties(Map.of(COLUMN, "plan", TYPES, "basic"))))
                .contains(TypeColumn.of("plan", Set.of(TypeName.of("basic"))));
    }

    @Test
    void refusesOneSettingWithoutTheOther() {
        for (Map<String, Object> values : List.<Map<String, Object>>of(
                Map.of(COLUMN, "plan"), Map.of(TYPES, "basic"), Map.of(COLUMN, "status", TYPES, "basic"))) {
            assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                    .isThrownBy(() -> TypeSettings.column(properties(values)));
        }
    }
}
