package io.tenantschemas.testdatabase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TestDatabaseChoiceTests {

    @Test
    void readsEmbedded() {
        assertThat(TestDatabaseChoice.parse("embedded")).isEqualTo(new TestDatabaseChoice.Embedded());
    }

    @Test
    void readsTestcontainers() {
        assertThat(TestDatabaseChoice.parse("testcontainers")).isEqualTo(new TestDatabaseChoice.Testcontainers());
    }

    @Test
    void readsAUrl() {
        String url = "jdbc:postgresql://db.example.com/postgres?user=joe&password=secret";
        assertThat(TestDatabaseChoice.parse(url)).isEqualTo(new TestDatabaseChoice.Given(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Embedded",
                "docker",
                "jdbc:postgresql://localhost?user=joe",
                "jdbc:h2:mem:test",
                "postgresql://joe:secret@localhost/postgres"
            })
    void refusesAnythingElseAndNamesTheChoices(String text) {
        assertThatThrownBy(() -> TestDatabaseChoice.parse(text))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContainingAll(
                        "TENANT_SCHEMAS_TEST_DATABASE", "'embedded'", "'testcontainers'", "'jdbc:postgresql:")
                .hasMessageNotContaining(text.contains("secret") ? "joe:secret" : "nothing");
    }

    @Test
    void keepsThePasswordToItself() {
        assertThat(new TestDatabaseChoice.Given("jdbc:postgresql://localhost/?user=joe&password=hidden"))
                .asString()
                .doesNotContain("hidden");
    }
}
