package io.tenantschemas.benchmarks.migration;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.tenantschemas.benchmarks.application.ShopApplication;
import io.tenantschemas.command.CommandBeans;
import io.tenantschemas.command.Console;
import io.tenantschemas.command.ExitCode;
import io.tenantschemas.command.MigrationDefaults;
import io.tenantschemas.command.TenantCommands;
import io.tenantschemas.command.TenantCommands.Ready;
import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;

/** An application with the library. */
final class LibraryMigrator implements Migrator {

    private final ConfigurableApplicationContext application;

    private final int parallelism;

    private LibraryMigrator(ConfigurableApplicationContext application, int parallelism) {
        this.application = application;
        this.parallelism = parallelism;
    }

    /** Starts the application. */
    static LibraryMigrator start(MigratorOrder order) {
        List<String> properties = new ArrayList<>(order.database().properties());
        properties.add("tenant-schemas.migrations.tenant.locations=" + String.join(",", order.locations()));
        properties.add("tenant-schemas.migrations.on-startup=none");
        properties.add("spring.datasource.hikari.maximum-pool-size=" + order.connections());
        properties.add("spring.jpa.hibernate.ddl-auto=none");
        properties.add("spring.main.banner-mode=off");
        properties.add("logging.level.root=warn");
        if (order.turn() != Turn.SIGN_UP) {
            // As in the process of a command, which ends before it could hear of anything.
            properties.add("tenant-schemas.registry.listen=false");
        }
        properties.addAll(order.properties());
        return new LibraryMigrator(
                new SpringApplicationBuilder(ShopApplication.class, SignUpConfiguration.class)
                        .web(WebApplicationType.NONE)
                        .run(properties.stream()
                                .map(property -> "--" + property)
                                .toArray(String[]::new)),
                order.parallelism());
    }

    /** Does what the command does in a process of its own, up to the summary. */
    @Override
    public void migrate() {
        Path output = temporaryFile();
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(output))) {
            Console console = new Console(out, out);
            Ready command = (Ready) TenantCommands.read(console, "migrate-schemas");
            if (command.run(beans(), console) != ExitCode.DONE) {
                throw new IllegalStateException("The command failed: " + Files.readString(output));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            delete(output);
        }
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("migrate-schemas", ".txt");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private CommandBeans beans() {
        MigrationDefaults defaults = new MigrationDefaults(parallelism);
        return new CommandBeans() {

            @Override
            public <T> T get(Class<T> type) {
                return type.isInstance(defaults) ? type.cast(defaults) : application.getBean(type);
            }
        };
    }

    @Override
    public void signUp(String schema) {
        application.getBean(SignUp.class).signUp(schema);
    }

    @Override
    public Heap look() {
        long before = Heap.live();
        MigrationReport report = application
                .getBean(TenantMigrator.class)
                .migrate(MigrationRequest.all().withParallelism(parallelism));
        try {
            if (!report.isComplete()) {
                throw new IllegalStateException("Failed: " + report.failed());
            }
            return new Heap(before, Heap.live());
        } finally {
            // Whoever writes a summary has it until then.
            Reference.reachabilityFence(report);
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
