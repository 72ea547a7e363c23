package io.tenantschemas.command;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalsTests {

    @ParameterizedTest
    @ValueSource(strings = {"/dev/pts/0", "/dev/pts/12", "/dev/tty1", "/dev/ttyS0", "/dev/tty", "/dev/console"})
    void terminalsAreThose(String device) {
        assertThat(Terminals.isTerminal(device)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/dev/null", "pipe:[12345]", "socket:[12345]", "/tmp/err.txt", "/dev/pts/", "/home/dev/pts/0"})
    void filesPipesAndSocketsAreNot(String device) {
        assertThat(Terminals.isTerminal(device)).isFalse();
    }

    @Test
    void linesCanBeWrittenAnewOnMostTerminals() {
        assertThat(Terminals.canRewrite(Map.of("TERM", "xterm-256color"))).isTrue();
    }

    @Test
    void linesCannotBeWrittenAnewOnADumbTerminalOrWhereNoneIsNamed() {
        assertThat(Terminals.canRewrite(Map.of("TERM", "dumb"))).isFalse();
        assertThat(Terminals.canRewrite(Map.of("TERM", ""))).isFalse();
        assertThat(Terminals.canRewrite(Map.of())).isFalse();
    }

    @Test
    void buildServersKeepEachLetter() {
        assertThat(Terminals.canRewrite(Map.of("TERM", "xterm", "CI", "true"))).isFalse();
    }

    @Test
    void coloursAreNotTheMatter() {
        assertThat(Terminals.canRewrite(Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isTrue();
    }
}
