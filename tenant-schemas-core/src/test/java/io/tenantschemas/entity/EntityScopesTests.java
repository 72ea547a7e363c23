package io.tenantschemas.entity;

import java.util.List;
import java.util.Optional;

import jakarta.persistence.Entity;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tenantschemas.entity.scoped.both.InBoth;
import io.tenantschemas.entity.scoped.shared.InSharedPackage;
import io.tenantschemas.entity.scoped.shared.InSharedPackage.ChildInTheSamePackage;
import io.tenantschemas.entity.scoped.shared.InSharedPackage.ChildOfAnotherPackage;
import io.tenantschemas.entity.scoped.shared.InSharedPackage.MarkedOtherwise;
import io.tenantschemas.entity.scoped.tenant.InTenantPackage;
import io.tenantschemas.entity.scoped.unmarked.Unmarked;
import io.tenantschemas.entity.scoped.unmarked.Unmarked.ChildOfMarkedPackage;
import io.tenantschemas.entity.scoped.unmarked.Unmarked.MarkedThroughAnother;
import io.tenantschemas.entity.scoped.unmarked.Unmarked.MarkedTwice;
import io.tenantschemas.entity.scoped.unmarked.Unmarked.OfMappedSuperclass;
import io.tenantschemas.entity.scoped.unmarked.below.Below;
import io.tenantschemas.tenant.TypeName;

import static io.tenantschemas.entity.EntityScope.SHARED;
import static io.tenantschemas.entity.EntityScope.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

class EntityScopesTests {

    private static final String UNMARKED = "io.tenantschemas.entity.scoped.unmarked";

    private final EntityScopes scopes = scopes(List.of(), List.of(), null);

    private static EntityScopes scopes(List<String> shared, List<String> tenant, @Nullable EntityScope defaultScope) {
        return new EntityScopes(shared, tenant, defaultScope);
    }

    @Test
    void takesThePackagesAnnotation() {
        assertThat(scopes.of(InSharedPackage.class)).containsExactly(SHARED);
        assertThat(scopes.of(InTenantPackage.class)).containsExactly(TENANT);
        assertThat(scopes.of(InBoth.class)).containsExactlyInAnyOrder(SHARED, TENANT);
    }

    @Test
    void prefersTheClassToItsPackage() {
        assertThat(scopes.of(MarkedOtherwise.class)).containsExactly(TENANT);
    }

    @TenantScoped(types = {"premium", "GOLD"})
    private static class OfTypes {}

    @Entity
    @TenantScoped(types = "premium")
    private static class OfType {}

    @Entity
    private static class ChildOfType extends OfType {}

    @Test
    void readsTheTypesWithTheMark() {
        assertThat(scopes.types(OfTypes.class)).extracting(TypeName::value).containsExactly("gold", "premium");
        assertThat(scopes.types(ChildOfType.class)).extracting(TypeName::value).containsExactly("premium");
        assertThat(scopes.types(InTenantPackage.class)).isEmpty();
        assertThat(scopes.types(InSharedPackage.class)).isEmpty();
        assertThat(scopes.types(Unmarked.class)).isEmpty();
    }

    @Test
    void knowsWhichTenantsHaveAnEntity() {
        Optional<TypeName> premium = Optional.of(TypeName.of("premium"));
        assertThat(scopes.isOfType(OfType.class, premium)).isTrue();
        assertThat(scopes.isOfType(OfType.class, Optional.of(TypeName.of("basic"))))
                .isFalse();
        assertThat(scopes.isOfType(OfType.class, Optional.empty())).isFalse();
        assertThat(scopes.isOfType(InTenantPackage.class, premium)).isTrue();
        assertThat(scopes.isOfType(InTenantPackage.class, Optional.empty())).isTrue();
    }

    @Test
    void takesBothAnnotations() {
        assertThat(scopes.of(MarkedTwice.class)).containsExactlyInAnyOrder(SHARED, TENANT);
        assertThat(scopes.isShared(MarkedTwice.class)).isFalse();
        assertThat(scopes.isTenantScoped(MarkedTwice.class)).isFalse();
    }

    @Test
    void understandsAnAnnotationThatIsAnnotated() {
        assertThat(scopes.of(MarkedThroughAnother.class)).containsExactly(SHARED);
    }

    @Test
    void knowsNothingOfAnUnmarkedEntity() {
        assertThat(scopes.of(Unmarked.class)).isEmpty();
    }

    @Test
    void letsAPackageSayNothingOfThoseBelow() {
        assertThat(scopes.of(Below.class)).isEmpty();
    }

    @Test
    void takesTheAnnotationOfAMappedSuperclass() {
        assertThat(scopes.of(OfMappedSuperclass.class)).containsExactly(TENANT);
    }

    @Test
    void followsTheEntityThatIsExtended() {
        assertThat(scopes.of(ChildOfMarkedPackage.class)).containsExactly(TENANT);
    }

    @Test
    void followsTheEntityThatIsExtendedWithinAPackageThatSaysOtherwise() {
        assertThat(scopes.of(ChildInTheSamePackage.class)).containsExactly(TENANT);
    }

    @Test
    void letsAMarkedPackageContradictTheEntityOfAnotherThatIsExtended() {
        assertThat(scopes.of(ChildOfAnotherPackage.class)).containsExactly(SHARED);
    }

    @Test
    void takesListedPackagesAndThoseBelow() {
        EntityScopes listed = scopes(List.of(UNMARKED), List.of(), null);
        assertThat(listed.of(Unmarked.class)).containsExactly(SHARED);
        assertThat(listed.of(Below.class)).containsExactly(SHARED);
        assertThat(scopes(List.of(), List.of(UNMARKED), null).of(Below.class)).containsExactly(TENANT);
    }

    @Test
    void doesNotTakeAPackageWhoseNameBeginsAlike() {
        assertThat(scopes(List.of("io.tenantschemas.entity.scoped.un"), List.of(), null)
                        .of(Unmarked.class))
                .isEmpty();
    }

    @Test
    void takesAPackageThatIsListedTwiceForBoth() {
        assertThat(scopes(List.of(UNMARKED), List.of(UNMARKED), null).of(Below.class))
                .containsExactlyInAnyOrder(SHARED, TENANT);
    }

    @Test
    void prefersTheNearestListedPackage() {
        assertThat(scopes(List.of(UNMARKED), List.of(UNMARKED + ".below"), null).of(Below.class))
                .containsExactly(TENANT);
    }

    @Test
    void prefersAnnotationsToLists() {
        assertThat(scopes(List.of("io.tenantschemas"), List.of(), null).of(InTenantPackage.class))
                .containsExactly(TENANT);
    }

    @ParameterizedTest
    @EnumSource
    void takesTheDefaultWhenNothingIsKnown(EntityScope defaultScope) {
        EntityScopes withDefault = scopes(List.of(), List.of(), defaultScope);
        assertThat(withDefault.of(Unmarked.class)).containsExactly(defaultScope);
        assertThat(withDefault.of(InSharedPackage.class)).containsExactly(SHARED);
        assertThat(withDefault.of(InTenantPackage.class)).containsExactly(TENANT);
    }
}
