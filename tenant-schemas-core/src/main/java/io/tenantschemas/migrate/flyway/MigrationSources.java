package io.tenantschemas.migrate.flyway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;

/** The files in which migrations are, so that a change is noticed: Flyway reads their content anew each time. */
final class MigrationSources {

    private final List<Path> files;

    private MigrationSources(List<Path> files) {
        this.files = files;
    }

    static MigrationSources of(Configuration configuration) {
        return new MigrationSources(
                Stream.of(configuration.getSqlMigrationPrefix(), configuration.getRepeatableSqlMigrationPrefix())
                        .flatMap(
                                prefix -> configuration
                                        .getResourceProvider()
                                        .getResources(prefix, configuration.getSqlMigrationSuffixes())
                                        .stream())
                        .map(LoadableResource::getAbsolutePathOnDisk)
                        .flatMap(MigrationSources::path)
                        .flatMap(file -> Stream.of(file, settings(file)))
                        .distinct()
                        .toList());
    }

    /** Returns where Flyway looks for settings of a script's own, which change what it does. */
    private static Path settings(Path script) {
        return script.resolveSibling(script.getFileName() + ".conf");
    }

    private static Stream<Path> path(String name) {
        try {
            return Stream.of(Path.of(name)).filter(Files::isRegularFile);
        } catch (InvalidPathException notOnADisk) {
            return Stream.empty();
        }
    }

    /** Returns what is another as soon as a file is. */
    List<Object> state() {
        return files.stream().map(MigrationSources::state).toList();
    }

    private static Object state(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size());
        } catch (IOException gone) {
            return List.of();
        }
    }
}
