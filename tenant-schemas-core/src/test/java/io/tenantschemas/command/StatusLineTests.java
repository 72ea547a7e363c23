package io.tenantschemas.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What arrives at a terminal; the line is erased by a carriage return and ESC [ K. */
class StatusLineTests {

    private static final String ERASED = "\r\u001b[K";

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    private final StatusLine line = new StatusLine(terminal, StandardCharsets.UTF_8, 80);

    private final PrintStream others = new PrintStream(line, true, StandardCharsets.UTF_8);

    private String written() {
        return terminal.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isWrittenAnew() {
        line.show("1/2");
        line.show("2/2");
        assertThat(written()).isEqualTo("1/2" + ERASED + "2/2");
    }

    @Test
    void leavesNothingWhenItIsCleared() {
        line.show("2/2");
        line.clear();
        line.clear();
        assertThat(written()).isEqualTo("2/2" + ERASED);
    }

    @Test
    void standsBelowWhatOthersWrite() {
        line.show("1/2");
        others.print("acme failed\n");
        assertThat(written()).isEqualTo("1/2" + ERASED + "acme failed\n1/2");
    }

    @Test
    void staysAwayUntilALineOfOthersEnds() {
        line.show("1/2");
        others.print("acme ");
        line.show("2/2");
        assertThat(written()).isEqualTo("1/2" + ERASED + "acme ");
        others.print("failed\n");
        assertThat(written()).isEqualTo("1/2" + ERASED + "acme failed\n2/2");
    }

    @Test
    void letsOthersBeAsLongAsNothingIsShown() {
        others.print("a line\n");
        assertThat(written()).isEqualTo("a line\n");
    }
}
