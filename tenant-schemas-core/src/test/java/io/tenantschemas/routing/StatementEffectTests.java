package io.tenantschemas.routing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StatementEffectTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "select * from note",
                "  SELECT 1;",
                "/* a comment */ select n.id from note n where n.text = 'SET ROLE other; RESET ALL'",
                "insert into note (text) values ($$SET x = 1; DO it$$)",
                "UPDATE note SET text = ? WHERE id = ?",
                "-- set role other\nselect 1",
                "select 1 /* ; set role other; /* nested */ ; reset all */",
                "select E'it\\'s; set role other'",
                "select 'it''s; set role other'",
                "select \"set role\" from \"a;b\"",
                "SET LOCAL statement_timeout = 100",
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "set constraints all deferred",
                "select set_config('app.user', ?, true)",
                "select pg_catalog.set_config('app.user', coalesce(?, 'nobody'), TRUE), note.* from note",
                "select setting from pg_settings where name = 'x'",
                "DISCARD TEMP",
                "ALTER TABLE note ADD COLUMN more text",
                "CREATE TEMPORARY TABLE t (id int)",
                "(select 1) union (select 2)",
                "COMMIT AND NO CHAIN",
                "select a & b from bits"
            })
    void leavesNothing(String sql) {
        assertThat(StatementEffect.of(sql)).isEqualTo(StatementEffect.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ call tidy_up(?) }",
                "CALL tidy_up()",
                "SET search_path = other",
                "set session \"search_path\" to other",
                "SET SCHEMA 'other'",
                "SET LOCAL search_path = other",
                "RESET search_path",
                "select set_config('search_path', ?, false)",
                "select 1; SET search_path = other",
                "ALTER SCHEMA acme RENAME TO other"
            })
    void movesThePath(String sql) {
        assertThat(StatementEffect.of(sql)).isEqualTo(StatementEffect.PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET statement_timeout = 100",
                "/* why */ -- and why\n set app.user_id = '1'",
                "SET SESSION app.user_id = '1'",
                "SET ROLE other",
                "/* /* */ select */ SET ROLE other",
                "SET SESSION AUTHORIZATION other",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
                "SET TIME ZONE 'UTC'",
                "select 1; set role other",
                "select 'it''s'; set role other",
                "select E'\\''; set role other",
                "select $a$ $b$ $a$; set role other; select $b$ $b$",
                "select 1 /* /* */ */; set role other",
                "select set_config('app.user', ?, false)",
                "select set_config('app.user', ?, ?)",
                "select set_config('app.user', 'x', not true)",
                "select \"set_config\" ('app.user', 'x', false)",
                "select Set_Config(setting_name => 'app.user', new_value => 'x', is_local => true, more => 1)",
                "select U&\"set\\005fconfig\"('app.user', 'x', false)",
                "UPDATE pg_settings SET setting = 'x' WHERE name = 'app.user'",
                "RESET ALL",
                "RESET ROLE",
                "DISCARD ALL",
                "DO $$ BEGIN PERFORM 1; END $$",
                "PREPARE leak AS SELECT 1",
                "LISTEN channel",
                "LOAD 'auto_explain'",
                "ALTER ROLE me SET work_mem = '1GB'",
                "something that nobody has heard of"
            })
    void mayChangeSettings(String sql) {
        assertThat(StatementEffect.of(sql)).isEqualTo(StatementEffect.SETTINGS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "start transaction",
                "COMMIT AND CHAIN",
                "PREPARE TRANSACTION 'x'",
                "SET ROLE other; BEGIN"
            })
    void beginsATransactionOfWhichTheDriverKnowsNothing(String sql) {
        assertThat(StatementEffect.of(sql)).isEqualTo(StatementEffect.TRANSACTION);
    }

    @Test
    void readsTextsOfAnyLength() {
        String text = "select '" + "it''s /* ".repeat(100_000) + "', E'" + "\\'".repeat(100_000) + "' from note;";

        assertThat(StatementEffect.of(text)).isEqualTo(StatementEffect.NONE);
        assertThat(StatementEffect.of(text + " set role other")).isEqualTo(StatementEffect.SETTINGS);
    }

    @Test
    void readsToTheEndWhatIsNotClosed() {
        assertThat(StatementEffect.of("select 1; select 'set role other")).isEqualTo(StatementEffect.NONE);
        assertThat(StatementEffect.of("select 1; select $$ ; set role other")).isEqualTo(StatementEffect.NONE);
        assertThat(StatementEffect.of("select 1; /* ; set role other")).isEqualTo(StatementEffect.NONE);
    }
}
