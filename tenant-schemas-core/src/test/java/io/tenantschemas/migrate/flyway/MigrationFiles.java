package io.tenantschemas.migrate.flyway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/** Writes migrations into a directory of the test. */
final class MigrationFiles {

    private final Path directory;

    MigrationFiles(Path directory) {
        this.directory = directory;
        write("shared", ".keep", "");
        write("tenant", ".keep", "");
    }

    MigrationFiles shared(String file, String sql) {
        return write("shared", file, sql);
    }

    MigrationFiles tenant(String file, String sql) {
        return write("tenant", file, sql);
    }

    MigrationFiles ofType(String type, String file, String sql) {
        return write("tenant-" + type, file, sql);
    }

    private MigrationFiles write(String scope, String file, String sql) {
        try {
            Files.createDirectories(directory.resolve(scope));
            Files.writeString(directory.resolve(scope).resolve(file), sql);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Changes what is in a migration so that nobody notices who does not read it. */
    void replaceUnnoticed(String file, String sql) {
        Path path = directory.resolve("tenant").resolve(file);
        try {
            FileTime before = Files.getLastModifiedTime(path);
            long length = Files.size(path);
            Files.writeString(path, sql);
            Files.setLastModifiedTime(path, before);
            Assert.state(Files.size(path) == length, "the file has another length");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void remove(String file) {
        delete(directory.resolve("tenant").resolve(file));
    }

    void remove(String type, String file) {
        delete(directory.resolve("tenant-" + type).resolve(file));
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    FlywaySettings settings(SchemaName publicSchema) {
        return FlywaySettings.of(publicSchema, List.of(location("shared")), List.of(location("tenant")));
    }

    private String location(String scope) {
        return "filesystem:" + directory.resolve(scope);
    }
}
