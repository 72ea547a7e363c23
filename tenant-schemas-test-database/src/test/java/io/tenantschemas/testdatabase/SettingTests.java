package io.tenantschemas.testdatabase;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingTests {

    private static final Map<String, String> VARIABLES = Map.of("TENANT_SCHEMAS_TEST_DATABASE", "testcontainers");

    @Test
    void readsTheEnvironment() {
        assertThat(Setting.DATABASE.value(name -> null, VARIABLES::get)).contains("testcontainers");
    }

    @Test
    void prefersTheSystemProperty() {
        Map<String, String> properties = Map.of("tenant-schemas.test.database", "embedded");
        assertThat(Setting.DATABASE.value(properties::get, VARIABLES::get)).contains("embedded");
    }

    @Test
    void takesABlankTextForNone() {
        assertThat(Setting.DATABASE.value(name -> " ", VARIABLES::get)).contains("testcontainers");
    }

    @Test
    void isEmptyWhenNothingIsSaid() {
        assertThat(Setting.DATABASE.value(name -> null, name -> null)).isEmpty();
    }
}
