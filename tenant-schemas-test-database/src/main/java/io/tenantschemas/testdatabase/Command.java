package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, and not for longer than it is given. */
final class Command {

    private Command() {}

    /**
     * What a program left behind.
     *
     * @param exitCode 0 after success
     * @param output what it wrote, to either stream
     */
    record Result(int exitCode, String output) {

        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs a program.
     *
     * @throws IOException if it cannot be run, for example because it does not exist or may not be executed
     */
    static Result run(List<String> line, Path workingDirectory, Duration atMost) throws IOException {
        // A file and not a pipe: a server that the program leaves running would keep the pipe open for good.
        Path output = Files.createTempFile("tenant-schemas-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            clean(builder.environment());
            int exitCode = await(builder.start(), line.get(0), atMost);
            return new Result(exitCode, new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
        } finally {
            Files.deleteIfExists(output);
        }
    }

    // Another PostgreSQL's settings (PGDATA, PGPORT, PGOPTIONS) are not meant for this one, and messages are read here.
    private static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
    }

    private static int await(Process process, String program, Duration atMost) throws IOException {
        try {
            process.getOutputStream().close();
            if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new IOException("'%s' did not end within %s.".formatted(program, atMost));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for '%s'.".formatted(program), interrupted);
        } finally {
            process.destroyForcibly();
        }
    }
}
