package io.tenantschemas.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextTableTests {

    private static final String LONGEST_NAME = "a".repeat(63);

    private final TextTable table =
            new TextTable(TextTable.text("SCHEMA"), TextTable.number("COUNT"), TextTable.text("STATE"));

    private List<String> lines() {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        table.write(writer);
        writer.flush();
        return out.toString().lines().toList();
    }

    @Test
    void eachColumnIsAsWideAsTheWidestOfIt() {
        table.add("acme", "9", "up to date");
        table.add(LONGEST_NAME, "10,000,000", "2 pending: V2__a.sql, V3__b.sql");
        String gap = " ".repeat(63);
        assertThat(lines())
                .containsExactly(
                        "SCHEMA" + gap.substring(6) + "       COUNT  STATE",
                        "acme" + gap.substring(4) + "           9  up to date",
                        LONGEST_NAME + "  10,000,000  2 pending: V2__a.sql, V3__b.sql");
    }

    @Test
    void noLineEndsWithSpaces() {
        table.add("acme", "9", "");
        table.add("globex", "12", "up to date");
        assertThat(lines()).containsExactly("SCHEMA  COUNT  STATE", "acme        9", "globex     12  up to date");
    }

    @Test
    void eachRowIsOneLine() {
        table.add("acme", "1", "Connection refused.\r\n  Check that it runs.\n");
        assertThat(lines()).hasSize(2).last().isEqualTo("acme        1  Connection refused. Check that it runs.");
    }

    @Test
    void aLetterOutsideOfTheBasicPlaneIsOne() {
        table.add("\uD83D\uDE80", "1", "x");
        table.add("rockets", "1", "x");
        assertThat(lines().get(1)).isEqualTo("\uD83D\uDE80            1  x");
    }
}
