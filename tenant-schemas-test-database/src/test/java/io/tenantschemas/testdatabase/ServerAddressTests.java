package io.tenantschemas.testdatabase;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ServerAddressTests {

    @Test
    void takesTheCredentialsOutOfTheUrl() {
        ServerAddress address =
                ServerAddress.parse("jdbc:postgresql://db:5433/admin?user=joe&sslmode=require&password=a%26b");
        assertThat(address.username()).isEqualTo("joe");
        assertThat(address.password()).isEqualTo("a&b");
        assertThat(address.maintenanceUrl()).isEqualTo("jdbc:postgresql://db:5433/admin?sslmode=require");
        assertThat(address.url("acme")).isEqualTo("jdbc:postgresql://db:5433/acme?sslmode=require");
    }

    @Test
    void needsNoPassword() {
        assertThat(ServerAddress.parse("jdbc:postgresql://localhost/postgres?user=joe")
                        .password())
                .isEmpty();
    }

    @Test
    void refusesAUrlWithoutUser() {
        assertThatThrownBy(() -> ServerAddress.parse("jdbc:postgresql://localhost/postgres?password=hidden"))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContaining("TENANT_SCHEMAS_TEST_DATABASE")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void refusesAUrlThatTheDriverCannotRead() {
        assertThatThrownBy(
                        () -> ServerAddress.parse("jdbc:postgresql://localhost:port/postgres?user=joe&password=hidden"))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageNotContaining("hidden")
                .hasNoCause();
    }

    @Test
    void keepsThePasswordToItself() {
        assertThat(ServerAddress.local(5432, "hidden")).asString().doesNotContain("hidden");
    }
}
