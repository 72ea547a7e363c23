package io.tenantschemas.registry;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TypeColumnTests {

    private static final TypeName PREMIUM = TypeName.of("premium");

    private final TypeColumn column = new TypeColumn("plan", Map.of(PREMIUM, "PREMIUM"));

    @ParameterizedTest
    @ValueSource(strings = {"PREMIUM", "premium"})
    void readsATypeInWhateverCase(String text) {
        assertThat(column.read(text)).contains(PREMIUM);
    }

    @Test
    void readsNothingAsNoType() {
        assertThat(column.read(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gold", "../premium", " premium"})
    void refusesToReadWhatIsNoType(String text) {
        assertThatExceptionOfType(UnknownTypeException.class)
                .isThrownBy(() -> column.read(text))
                .withMessageContaining("There are: premium.");
    }

    @Test
    void writesATypeAsItIsStored() {
        assertThat(column.write(PREMIUM)).isEqualTo("PREMIUM");
        assertThat(TypeColumn.of("plan", Set.of(PREMIUM)).write(PREMIUM)).isEqualTo("premium");
        assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> column.write(TypeName.of("gold")));
    }

    @Test
    void knowsWhetherTheEntityReadsNothingElse() {
        assertThat(column.isExact()).isTrue();
        assertThat(TypeColumn.of("plan", Set.of(PREMIUM)).isExact()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "schema_name", "status"})
    void isNoneOfTheColumnsThatMeanSomethingElse(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> TypeColumn.of(name, Set.of(PREMIUM)));
    }
}
