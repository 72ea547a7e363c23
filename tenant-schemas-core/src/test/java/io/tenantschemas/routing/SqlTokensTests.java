package io.tenantschemas.routing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SqlTokensTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "select 1 # select|1",
                "a$1.\"B c\" # a$1|.|\"B c\"",
                "'a''b' # 'a'|'b'",
                "E'a''b\\'c' d # E'a''b\\'c'|d",
                "E'a\\\\' b # E'a\\\\'|b",
                "E'a # E'a",
                "$x$ ' $$ $x$ b # $x$ ' $$ $x$|b",
                "/* a /* b */ c */ d # d",
                "x😀where, y # x😀where|,|y"
            })
    void takesTextsApart(String sql, String expected) {
        assertThat(pieces(sql)).isEqualTo(expected);
    }

    @Test
    void endsCommentsWhereLinesEnd() {
        assertThat(pieces("a --b\nc")).isEqualTo("a|c");
        assertThat(pieces("a --b\rc")).isEqualTo("a|c");
        assertThat(pieces("a --b\r\nc")).isEqualTo("a|c");
        assertThat(pieces("a --b")).isEqualTo("a");
    }

    @Test
    void foldsAsciiLettersOnly() {
        assertThat(SqlToken.folded("ABCxyZ_Ä\u212A\u0130")).isEqualTo("abcxyz_Ä\u212A\u0130");
        assertThat(SqlTokens.of("Ab \"Ab\"").stream().map(SqlToken::folded)).containsExactly("ab", "Ab");
    }

    private static String pieces(String sql) {
        return String.join(
                "|",
                SqlTokens.of(sql).stream()
                        .map(token -> sql.substring(token.start(), token.end()))
                        .toList());
    }
}
