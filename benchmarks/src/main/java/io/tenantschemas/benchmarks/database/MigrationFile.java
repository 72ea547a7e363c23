package io.tenantschemas.benchmarks.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A migration, as Flyway wants them.
 *
 * @param name the name of the file
 * @param sql what is in it
 */
public record MigrationFile(String name, String sql) {

    /** Returns those of a folder of the class path, in the order of their versions. */
    static List<MigrationFile> in(String folder) {
        try {
            return Stream.of(new PathMatchingResourcePatternResolver().getResources("classpath:" + folder + "/V*.sql"))
                    .map(MigrationFile::read)
                    .sorted(Comparator.comparingInt(MigrationFile::version))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static MigrationFile read(Resource resource) {
        return new MigrationFile(Objects.requireNonNull(resource.getFilename()), text(resource));
    }

    static String text(Resource resource) {
        try {
            return resource.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int version() {
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }
}
