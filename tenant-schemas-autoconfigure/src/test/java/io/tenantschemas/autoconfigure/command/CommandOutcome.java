package io.tenantschemas.autoconfigure.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a command line that is refused, or that fails, comes to as a process: once for people and once for programs.
 *
 * @param line the word and its arguments
 * @param exitCode what it ends with
 * @param type what programs are told apart by
 * @param message what everybody is told, or how that begins
 */
record CommandOutcome(String line, int exitCode, String type, String message) {

    static CommandOutcome failed(String line, String type, String message) {
        return new CommandOutcome(line, 1, type, message);
    }

    static CommandOutcome wrongUsage(String line, String message) {
        return new CommandOutcome(line, 2, "WrongUsage", message);
    }

    /**
     * Runs it both ways.
     *
     * @param application adds what leads the application to its database
     */
    void verify(UnaryOperator<List<String>> application) throws Exception {
        ApplicationProcess text = ApplicationProcess.run(application.apply(words("--output=text")));
        assertThat(text.exitCode()).as(text.err()).isEqualTo(exitCode);
        assertThat(text.out()).isEmpty();
        assertThatItIsSaid(text.err());

        ApplicationProcess json = ApplicationProcess.run(application.apply(words("--output=json")));
        assertThat(json.exitCode()).as(json.err()).isEqualTo(exitCode);
        JsonNode document = JsonMapper.shared().readTree(json.out());
        assertThat(document.propertyNames()).containsExactly("error");
        assertThat(document.get("error").get("type").asString()).isEqualTo(type);
        assertThat(document.get("error").get("message").asString()).startsWith(message);
        assertThatItIsSaid(json.err());
    }

    private void assertThatItIsSaid(String err) {
        List<String> lines = err.lines().filter(line -> !line.contains("NOISE")).toList();
        assertThat(lines).as(err).isNotEmpty();
        assertThat(lines.get(0)).startsWith(message);
        if (exitCode == 2) {
            assertThat(lines).anyMatch(line -> line.startsWith("Usage: " + word()));
        } else {
            assertThat(lines).hasSize(1);
        }
    }

    private String word() {
        return line.split(" ", 2)[0];
    }

    /** The option stands first: what stands behind a command of the application's belongs to that. */
    private List<String> words(String option) {
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
        words.add(1, option);
        return words;
    }

    @Override
    public String toString() {
        return line;
    }
}
