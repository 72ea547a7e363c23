package io.tenantschemas.schema;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SchemaCopyTests {

    private final SchemaCopy copy = SchemaCopy.of(SchemaName.of("acme"), SchemaName.of("globex"));

    @Test
    void saysWhatToDoWhenThereIsNoRoomForSoManyLocks() {
        assertThatExceptionOfType(SchemaTooLargeException.class)
                .isThrownBy(() -> copy.run(failing("53200")))
                .withMessageStartingWith("Schema 'acme' was not copied to 'globex', because the lock table")
                .withMessageContaining("Raise max_locks_per_transaction")
                .withCauseInstanceOf(SQLException.class);
    }

    @Test
    void throwsWhatElseTheDatabaseRefusesAsItIs() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> copy.run(failing("55P03")))
                .withMessage("refused");
    }

    /** Returns a connection in a transaction, where nothing can be done. */
    private static Connection failing(String state) {
        return (Connection) Proxy.newProxyInstance(
                SchemaCopyTests.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getAutoCommit")) {
                        return false;
                    }
                    throw new SQLException("refused", state);
                });
    }
}
