package io.tenantschemas.autoconfigure.provision;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.tenantschemas.testdatabase.TestDatabase;

/** How a process is started that is killed before it has done what it does. */
final class KillableProcess {

    private KillableProcess() {}

    /**
     * Returns a process that runs {@code main} with a pool of one connection, and writes its errors where this one does.
     *
     * @param name what the server knows it by
     * @param own what stands before the application's arguments
     */
    static ProcessBuilder builder(Class<?> main, String name, TestDatabase database, List<String> own, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(own);
        command.addAll(List.of(arguments(name, database, more)));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Returns the arguments of an application with a pool of one connection, and these. */
    static String[] arguments(String name, TestDatabase database, String... more) {
        String url = database.url();
        return Stream.concat(
                        Stream.of(
                                "--spring.datasource.url=" + url + (url.contains("?") ? "&" : "?") + "ApplicationName="
                                        + name,
                                "--spring.datasource.username=" + database.username(),
                                "--spring.datasource.password=" + database.password(),
                                "--spring.datasource.hikari.maximum-pool-size=1",
                                "--spring.main.banner-mode=off",
                                "--logging.level.root=warn"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static String classPath() {
        // Surefire's own, where the class path proper is a jar that names it.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace('\n', File.pathSeparatorChar);
    }
}
