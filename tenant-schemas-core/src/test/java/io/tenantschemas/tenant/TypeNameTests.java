package io.tenantschemas.tenant;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TypeNameTests {

    @ParameterizedTest
    @ValueSource(strings = {"premium", "PREMIUM", "Premium"})
    void isTheSameInWhateverCase(String text) {
        assertThat(TypeName.of(text)).isEqualTo(new TypeName("premium")).hasToString("premium");
    }

    @Test
    void mayHaveDigitsUnderscoresAndHyphens() {
        assertThat(TypeName.of("TIER_2-b").value()).isEqualTo("tier_2-b");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "a b", "-a", "_a", "../x", "a/b", "a.b", "*", "${x}", "prämie", "\u212Aelvin", "a\n"})
    void refusesWhatCouldLeadToAnotherFolder(String text) {
        assertThatExceptionOfType(InvalidTypeNameException.class)
                .isThrownBy(() -> TypeName.of(text))
                .satisfies(refused -> assertThat(refused.name()).isEqualTo(text))
                .withMessageContaining("cannot be the name of a type of tenants");
    }

    @Test
    void refusesOneThatIsTooLong() {
        assertThat(TypeName.of("a".repeat(63)).value()).hasSize(63);
        assertThatExceptionOfType(InvalidTypeNameException.class).isThrownBy(() -> TypeName.of("a".repeat(64)));
    }

    @Test
    void isWrittenInLowerCaseBeforeItIsTaken() {
        assertThatExceptionOfType(InvalidTypeNameException.class).isThrownBy(() -> new TypeName("PREMIUM"));
    }

    @Test
    void saysWhichTypesThereAre() {
        List<TypeName> types = List.of(TypeName.of("premium"), TypeName.of("basic"));
        assertThat(new UnknownTypeException("gold", types))
                .hasMessage("'gold' is not a type of tenants that the application has. There are: basic, premium.");
        assertThat(new UnknownTypeException("com.example.Report", "gold", List.of()))
                .hasMessageStartingWith("com.example.Report is meant for tenants of type 'gold'")
                .hasMessageContaining("@TenantType");
    }
}
