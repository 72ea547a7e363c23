package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes passwords, which keep other users of the machine out of servers that listen on its loopback address. */
final class Passwords {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    static String generate() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Reads the password from a file that only this JVM's user can read, which is made if there is none. */
    static String readOrGenerate(Path file) {
        try {
            if (Files.notExists(file)) {
                write(generate(), file);
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("The password in '%s' cannot be read.".formatted(file), failure);
        }
    }

    private static void write(String password, Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished);
        Directories.setPermissions(unfinished, "rw-------");
        Files.writeString(unfinished, password);
        Files.move(unfinished, file);
    }
}
