package io.tenantschemas.migrate.flyway;

import java.sql.SQLException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class TransactionControlTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT",
                "commit;",
                "-- now\n  /* all */ Commit work",
                ";BEGIN",
                "start  transaction",
                "ROLLBACK",
                "ROLLBACK AND CHAIN",
                "END",
                "ABORT",
                "PREPARE TRANSACTION 'x'"
            })
    void refusesWhatBeginsOrEndsATransaction(String sql) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> TransactionControl.refuse(sql))
                .returns(TransactionControl.ACTIVE_SQL_TRANSACTION, SQLException::getSQLState);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ROLLBACK TO SAVEPOINT a",
                "rollback work to a",
                "SAVEPOINT a",
                "DO $$ BEGIN NULL; END $$",
                "PREPARE p AS SELECT 1",
                "-- COMMIT\nSELECT 1",
                "CREATE TABLE commits (id int)",
                "ENDED",
                ""
            })
    void letsOtherStatementsPass(String sql) {
        assertThatNoException().isThrownBy(() -> TransactionControl.refuse(sql));
    }
}
