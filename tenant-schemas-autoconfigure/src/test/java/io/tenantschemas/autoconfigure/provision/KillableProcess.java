package io.tenantschemas.autoconfigure.provision;

import java.util.List;
import java.util.stream.Stream;

import io.tenantschemas.autoconfigure.process.ApplicationJvm;
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
        List<String> command = ApplicationJvm.command(main, "-Xmx256m");
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
}
