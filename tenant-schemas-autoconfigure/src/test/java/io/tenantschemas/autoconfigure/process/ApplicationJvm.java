package io.tenantschemas.autoconfigure.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM is started that runs an application of the tests. */
public final class ApplicationJvm {

    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC");

    private ApplicationJvm() {}

    /**
     * Returns the words that start it, to which the application's arguments are yet to be added.
     *
     * @param options more of the JVM's own
     */
    public static List<String> command(Class<?> main, String... options) {
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(List.of(options));
        command.addAll(ClassArchive.shared().options());
        command.add(main.getName());
        return command;
    }

    /** Returns the words that start it and have it write an archive of the classes that it has loaded. */
    static List<String> archiving(Class<?> main, String classPath, Path archive) {
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath, main.getName()));
        return command;
    }

    static String classPath() {
        // Surefire's own, where the class path proper is a jar that names it.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace('\n', File.pathSeparatorChar);
    }
}
