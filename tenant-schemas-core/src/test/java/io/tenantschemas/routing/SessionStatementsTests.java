package io.tenantschemas.routing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class SessionStatementsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path = globex",
                "set session app.user = 'x'",
                "SET ROLE globex",
                "SELECT 1; SET search_path TO globex",
                "/* a */ -- b\n SET search_path = globex",
                "RESET ALL",
                "DISCARD ALL",
                "SELECT set_config('search_path', 'globex', false)",
                "SELECT pg_catalog.set_config('search_path', ?, ?)",
                "UPDATE pg_settings SET setting = 'globex' WHERE name = 'search_path'",
                "BEGIN",
                "COMMIT",
                "ROLLBACK",
                "END",
                "SELECT 1; COMMIT; SELECT 2",
                "LISTEN orders",
                "PREPARE find AS SELECT 1",
                "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
                "SELECT pg_advisory_lock(1)",
                "SELECT pg_try_advisory_lock_shared(1)",
                "CREATE TEMP TABLE products (id int)",
                "CREATE LOCAL TEMPORARY TABLE products (id int) ON COMMIT DELETE ROWS",
                "CREATE TEMPORARY VIEW products AS SELECT 1",
                "SELECT * INTO TEMP mine FROM products",
                "CREATE OR REPLACE TEMP VIEW mine AS SELECT * FROM products",
                "CREATE OR REPLACE LOCAL TEMPORARY VIEW mine AS SELECT * FROM products",
                "CREATE TABLE IF NOT EXISTS pg_temp.mine AS SELECT * FROM products",
                "CREATE VIEW \"pg_temp\".mine AS SELECT * FROM products",
                "CREATE FUNCTION pg_temp_3.mine() RETURNS int RETURN 1",
                "SELECT * INTO pg_temp.mine FROM products",
                "EXPLAIN ANALYZE CREATE TEMP TABLE mine AS SELECT * FROM products",
                "DECLARE c CURSOR WITH HOLD FOR SELECT sold::timestamp without time zone FROM products",
                "DEALLOCATE ALL"
            })
    void refusesWhatWouldStayInTheSession(String sql) {
        assertThatExceptionOfType(SessionStateException.class)
                .isThrownBy(() -> SessionStatements.refuse(sql))
                .withMessageContaining("tenant-schemas.routing.scope=transaction");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'SET search_path = globex; COMMIT'",
                "SET LOCAL statement_timeout = 100",
                "SET TRANSACTION READ ONLY",
                "SET CONSTRAINTS ALL DEFERRED",
                "SELECT set_config('app.user', 'x', true)",
                "SELECT pg_advisory_xact_lock(1)",
                "SAVEPOINT a",
                "ROLLBACK TO SAVEPOINT a",
                "DECLARE c CURSOR WITHOUT HOLD FOR SELECT 1",
                "CREATE TEMP TABLE mine (id int) ON COMMIT DROP",
                "CREATE TEMP TABLE mine ON COMMIT DROP AS SELECT 1",
                "INSERT INTO temp_values VALUES (1)",
                "CREATE TABLE temp (id int)",
                "SELECT * FROM pg_temp.mine",
                "INSERT INTO pg_temp.mine VALUES (1)",
                "DECLARE c CURSOR FOR SELECT hold FROM products WHERE sold IN (WITH hold AS (SELECT 1) SELECT * FROM hold)",
                "NOTIFY orders",
                "UPDATE products SET name = 'reset'"
            })
    void letsPassWhatEndsWithTheTransaction(String sql) {
        assertThatNoException().isThrownBy(() -> SessionStatements.refuse(sql));
    }
}
