package io.tenantschemas.benchmarks.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.tenantschemas.benchmarks.database.ManyTenants;
import io.tenantschemas.benchmarks.database.TenantNames;
import io.tenantschemas.benchmarks.load.Answer;
import io.tenantschemas.benchmarks.load.HttpConnection;
import io.tenantschemas.benchmarks.measure.ProcessorTime;
import io.tenantschemas.benchmarks.process.JavaProcess;

/** An application from the start of its process to its first answer. */
final class StartingApplication {

    private static final double NANOS_PER_MILLI = 1e6;

    private final StartupSettings settings;

    private final ManyTenants tenants;

    StartingApplication(StartupSettings settings, ManyTenants tenants) {
        this.settings = settings;
        this.tenants = tenants;
    }

    /** Starts it, asks it something and ends it. */
    Startup measure() {
        List<String> arguments = arguments();
        long start = System.nanoTime();
        try (JavaProcess process = JavaProcess.start(
                Path.of(System.getProperty("java.home")), settings.jvmOptions(), StartupApplication.class, arguments)) {
            int port = Integer.parseInt(process.answer());
            long started = System.nanoTime();
            ask(port);
            long answered = System.nanoTime();
            return new Startup(
                    (started - start) / NANOS_PER_MILLI,
                    (answered - start) / NANOS_PER_MILLI,
                    ProcessorTime.of(process.pid()).orElse(0.0));
        }
    }

    private List<String> arguments() {
        return Stream.concat(
                        Stream.concat(
                                tenants.unchanged().address().properties().stream(),
                                Stream.of("tenant-schemas.migrations.tenant.locations="
                                        + String.join(",", tenants.tables().locations(false)))),
                        settings.properties().stream())
                .map(property -> "--" + property)
                .toList();
    }

    /** Asks for the last tenant, who is there only if all are. */
    private void ask(int port) {
        String request = "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n"
                .formatted(NotesController.PATH, TenantNames.host(tenants.number()));
        try (HttpConnection connection = new HttpConnection(port)) {
            Answer answer = connection.ask(request.getBytes(StandardCharsets.US_ASCII));
            if (!answer.body().equals(NotesController.NONE)) {
                throw new IllegalStateException("There are no notes, but the answer is " + answer);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
