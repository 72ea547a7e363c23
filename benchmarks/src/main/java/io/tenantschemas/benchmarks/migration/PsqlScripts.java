package io.tenantschemas.benchmarks.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.tenantschemas.benchmarks.database.ManyTenants;
import io.tenantschemas.benchmarks.database.MigrationFile;
import io.tenantschemas.benchmarks.database.TenantNames;

/** Files for {@code psql}: the migrations as they are, and scripts that read them. Gone when it is closed. */
final class PsqlScripts implements AutoCloseable {

    private static final String HISTORY = """
            SELECT installed_rank, version, description, type, script, checksum, installed_on, installed_by, \
            execution_time, success FROM %s.flyway_schema_history ORDER BY installed_rank;
            """;

    private final Path directory = temporaryDirectory();

    private final ManyTenants tenants;

    private final String insert;

    PsqlScripts(ManyTenants tenants) {
        this.tenants = tenants;
        this.insert = tenants.next().insert();
        Stream.concat(
                        tenants.tables().migrations().stream(),
                        Stream.of(tenants.tables().next()))
                .forEach(migration -> write(migration.name(), migration.sql()));
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("psql");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns scripts that together read all histories. */
    List<String> nothing(int parallelism) {
        return divided("nothing", parallelism, HISTORY::formatted);
    }

    /** Returns scripts that together do the next migration for all tenants. */
    List<String> one(int parallelism) {
        String read = read(tenants.tables().next());
        return divided(
                "one",
                parallelism,
                schema ->
                        "BEGIN;\nSET LOCAL search_path TO %s, public;\n%s%sCOMMIT;\n".formatted(schema, read, insert));
    }

    /** Returns a script that makes a schema with all tables. */
    String signUp(String schema) {
        return "BEGIN;\nCREATE SCHEMA %1$s;\nSET LOCAL search_path TO %1$s, public;\n%2$sCOMMIT;\n"
                .formatted(
                        schema,
                        tenants.tables().migrations().stream().map(this::read).collect(Collectors.joining()));
    }

    private List<String> divided(String name, int parallelism, Function<String, String> ofSchema) {
        return IntStream.range(0, parallelism)
                .mapToObj(part -> write(
                        name + part + ".sql",
                        "\\o /dev/null\n"
                                + IntStream.rangeClosed(1, tenants.number())
                                        .filter(tenant -> tenant % parallelism == part)
                                        .mapToObj(TenantNames::schema)
                                        .map(ofSchema)
                                        .collect(Collectors.joining())
                                + "\\o\n"))
                .map(PsqlScripts::read)
                .toList();
    }

    private String read(MigrationFile migration) {
        return read(directory.resolve(migration.name()));
    }

    private static String read(Path file) {
        return "\\i '%s'%n".formatted(file);
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = new ArrayList<>(files.toList());
            all.add(directory);
            for (Path each : all) {
                Files.delete(each);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
