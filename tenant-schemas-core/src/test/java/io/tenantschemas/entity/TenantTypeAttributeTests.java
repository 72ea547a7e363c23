package io.tenantschemas.entity;

import java.util.Optional;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumeratedValue;
import jakarta.persistence.Transient;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.tenant.InvalidTypeNameException;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TenantTypeAttributeTests {

    private static final TypeName PREMIUM = TypeName.of("premium");

    enum Plan {
        BASIC,
        PREMIUM
    }

    enum Twins {
        BASIC,
        Basic
    }

    enum Odd {
        ODD$
    }

    enum Nothing {}

    enum Coded {
        BASIC("b"),
        PREMIUM("p");

        @EnumeratedValue
        final String code;

        Coded(String code) {
            this.code = code;
        }
    }

    abstract static class Base extends AbstractTenant {

        Base() {
            super("acme", "acme.example.com");
        }
    }

    static class Untyped extends Base {}

    static class OfEnum extends Base {

        @TenantType
        @Enumerated(EnumType.STRING)
        @Column(name = "tariff")
        @Nullable
        Plan plan = Plan.PREMIUM;
    }

    static class Special extends OfEnum {}

    static class OfText extends Base {

        private @Nullable String kind = "Premium";

        @TenantType
        @Nullable
        String getKind() {
            return kind;
        }
    }

    static class ByNumber extends Base {

        @TenantType
        Plan plan = Plan.BASIC;
    }

    static class ByOrdinal extends Base {

        @TenantType
        @Enumerated(EnumType.ORDINAL)
        Plan plan = Plan.BASIC;
    }

    static class OfAnotherKind extends Base {

        @TenantType
        int plan;
    }

    static class Several extends OfEnum {

        @TenantType
        String kind = "a";
    }

    static class NotStored extends Base {

        @TenantType
        @Transient
        String kind = "a";
    }

    static class Converted extends Base {

        @TenantType
        @Convert
        String kind = "a";
    }

    static class Elsewhere extends Base {

        @TenantType
        @Column(table = "more")
        String kind = "a";
    }

    static class OfTwins extends Base {

        @TenantType
        @Enumerated(EnumType.STRING)
        Twins kind = Twins.BASIC;
    }

    static class OfOdd extends Base {

        @TenantType
        @Enumerated(EnumType.STRING)
        Odd kind = Odd.ODD$;
    }

    static class OfCoded extends Base {

        @TenantType
        @Enumerated(EnumType.STRING)
        Coded kind = Coded.BASIC;
    }

    static class OfNothing extends Base {

        @TenantType
        @Enumerated(EnumType.STRING)
        @Nullable
        Nothing kind;
    }

    static class OnAMethod extends Base {

        @TenantType
        String kind() {
            return "a";
        }
    }

    private static TenantTypeAttribute attribute(Class<?> entity) {
        return TenantTypeAttribute.of(entity).orElseThrow();
    }

    @Test
    void isAbsentWhereNothingIsMarked() {
        assertThat(TenantTypeAttribute.of(Untyped.class)).isEmpty();
    }

    @Test
    void readsTheConstantOfAnEnum() {
        OfEnum tenant = new OfEnum();
        TenantTypeAttribute attribute = attribute(OfEnum.class);
        assertThat(attribute.name()).isEqualTo("plan");
        assertThat(attribute.column()).contains("tariff");
        assertThat(attribute.constants())
                .containsEntry(PREMIUM, "PREMIUM")
                .containsEntry(TypeName.of("basic"), "BASIC")
                .hasSize(2);
        assertThat(attribute.typeOf(tenant)).contains(PREMIUM);
        tenant.plan = null;
        assertThat(attribute.typeOf(tenant)).isEmpty();
    }

    @Test
    void isThatOfTheEntityThatIsExtended() {
        assertThat(attribute(Special.class).typeOf(new Special())).contains(PREMIUM);
    }

    @Test
    void readsATextByItsGetter() {
        OfText tenant = new OfText();
        TenantTypeAttribute attribute = attribute(OfText.class);
        assertThat(attribute.name()).isEqualTo("kind");
        assertThat(attribute.column()).isEmpty();
        assertThat(attribute.constants()).isEmpty();
        assertThat(attribute.typeOf(tenant)).contains(PREMIUM);
        tenant.kind = "../etc";
        assertThatExceptionOfType(InvalidTypeNameException.class).isThrownBy(() -> attribute.typeOf(tenant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"premium", "PREMIUM"})
    void findsTheValueForATypeInWhateverCase(String text) {
        assertThat(attribute(OfEnum.class).valueOf(text)).isEqualTo(Plan.PREMIUM);
        assertThat(attribute(OfText.class).valueOf(text)).isEqualTo("premium");
    }

    @Test
    void namesTheConstantsWhereThereIsNoSuch() {
        assertThatExceptionOfType(UnknownTypeException.class)
                .isThrownBy(() -> attribute(OfEnum.class).valueOf("gold"))
                .withMessageContaining("There are: basic, premium.");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ByNumber.class,
                ByOrdinal.class,
                OfAnotherKind.class,
                Several.class,
                NotStored.class,
                Converted.class,
                Elsewhere.class,
                OfTwins.class,
                OfOdd.class,
                OfCoded.class,
                OfNothing.class,
                OnAMethod.class
            })
    void refusesWhatCannotSayOfWhichTypeATenantIs(Class<?> entity) {
        assertThatExceptionOfType(TenantTypeException.class)
                .isThrownBy(() -> TenantTypeAttribute.of(entity))
                .withMessageStartingWith(entity.getName())
                .satisfies(refused -> assertThat(refused.entity()).isEqualTo(entity));
    }

    @Test
    void saysWhatToWriteInsteadOfNumbers() {
        assertThatExceptionOfType(TenantTypeException.class)
                .isThrownBy(() -> TenantTypeAttribute.of(ByNumber.class))
                .withMessageContaining("stored by number")
                .withMessageContaining("@Enumerated(EnumType.STRING)");
    }

    @Test
    void doesWithoutTypeWhereThereIsNone() {
        assertThat(Optional.of(new Untyped())
                        .flatMap(tenant ->
                                TenantTypeAttribute.of(tenant.getClass()).flatMap(each -> each.typeOf(tenant))))
                .isEmpty();
    }
}
