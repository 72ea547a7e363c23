package io.tenantschemas.migrate.flyway;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;

/** The files in which migrations are, so that a change is noticed: Flyway reads their content anew each time. */
final class MigrationSources {

    private final List<File> files;

    private MigrationSources(List<File> files) {
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
                        .map(Path::toFile)
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

    /** Without an exception for a file that is not there, because most settings are not, and this is asked for each tenant. */
    private static Object state(File file) {
        return List.of(file.lastModified(), file.length());
    }
}
