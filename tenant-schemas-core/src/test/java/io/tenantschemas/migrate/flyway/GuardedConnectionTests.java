package io.tenantschemas.migrate.flyway;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What Flyway learns of the database. */
class GuardedConnectionTests {

    private static DatabaseMetaData seenByFlyway(@Nullable String url) throws SQLException {
        DatabaseMetaData metaData = proxy(
                DatabaseMetaData.class, Map.of("getURL", () -> url, "getDatabaseProductName", () -> "PostgreSQL"));
        Connection connection =
                proxy(Connection.class, Map.of("getMetaData", () -> metaData, "getAutoCommit", () -> false));
        return GuardedConnection.guard(connection, () -> {}).getMetaData();
    }

    private static <T> T proxy(Class<T> type, Map<String, Answer> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        Objects.requireNonNull(answers.get(method.getName())).get()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost/acme?user=app&password=secret",
                "jdbc:postgresql://localhost/acme?a=b?c=d",
                "jdbc:postgresql://localhost/acme"
            })
    void theUrlIsThatOfTheDatabaseWithoutSettings(String url) throws SQLException {
        assertThat(seenByFlyway(url).getURL()).isEqualTo("jdbc:postgresql://localhost/acme");
    }

    @Test
    void thereMayBeNoUrl() throws SQLException {
        assertThat(seenByFlyway(null).getURL()).isNull();
    }

    @Test
    void allElseIsAsTheDriverSays() throws SQLException {
        assertThat(seenByFlyway("jdbc:x").getDatabaseProductName()).isEqualTo("PostgreSQL");
    }

    @FunctionalInterface
    private interface Answer {

        @Nullable
        Object get();
    }
}
