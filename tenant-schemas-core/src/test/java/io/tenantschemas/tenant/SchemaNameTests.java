package io.tenantschemas.tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SchemaNameTests {

    @ParameterizedTest
    @ValueSource(strings = {"acme", "a", "_acme", "acme_2", "public", "information_schema_2", "pgacme", "user"})
    void acceptsAPlainName(String name) {
        assertThat(SchemaName.of(name).value()).isEqualTo(name);
    }

    @Test
    void acceptsSixtyThreeCharactersAndNoMore() {
        assertThat(SchemaName.of("a".repeat(63)).value()).hasSize(63);
        assertRefused("a".repeat(64));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "Acme",
                "2acme",
                "ac-me",
                "ac.me",
                "ac me",
                "acme ",
                "acme\n",
                "\"acme\"",
                "acme;--",
                "acmé",
                "\u0430cme",
                "pg_acme",
                "pg_",
                "information_schema"
            })
    void refusesWhatCannotBeTheNameOfASchema(String name) {
        assertRefused(name);
    }

    private static void assertRefused(String name) {
        assertThatExceptionOfType(InvalidSchemaNameException.class)
                .isThrownBy(() -> SchemaName.of(name))
                .satisfies(thrown -> assertThat(thrown.name()).isEqualTo(name));
    }

    @Test
    void shortensAndCleansARefusedNameInTheMessage() {
        assertThatExceptionOfType(InvalidSchemaNameException.class)
                .isThrownBy(() -> SchemaName.of("line\nbreak" + "x".repeat(10_000)))
                .satisfies(thrown -> assertThat(thrown.getMessage())
                        .hasSizeLessThan(500)
                        .doesNotContain("\n")
                        .contains("line?break"));
    }

    @Test
    void quotesItselfAndARelation() {
        assertThat(SchemaName.of("acme").quoted()).isEqualTo("\"acme\"");
        assertThat(SchemaName.of("acme").qualify("od\"d")).isEqualTo("\"acme\".\"od\"\"d\"");
    }
}
