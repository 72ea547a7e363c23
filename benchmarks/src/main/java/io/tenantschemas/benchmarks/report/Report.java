package io.tenantschemas.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files that tell of a measurement, in one directory and with one name.
 *
 * @param directory where they are
 * @param name what they are called up to the dot
 */
public record Report(Path directory, String name) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Writes all numbers, for whoever wants to compute something else. */
    public void writeNumbers(Object numbers) {
        write("json", JSON.writeValueAsString(numbers) + "\n");
    }

    /** Writes a text with tables. */
    public void writeText(String text) {
        write("md", text);
    }

    /** Writes a picture. */
    public void writePlot(String svg) {
        write("svg", svg);
    }

    private void write(String type, String content) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name + "." + type), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
