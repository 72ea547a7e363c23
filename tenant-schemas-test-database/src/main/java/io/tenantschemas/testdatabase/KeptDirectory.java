package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The directory of a kept server, with its data, its password, and the locks by which processes agree on it.
 *
 * @param path where it is
 */
record KeptDirectory(Path path) {

    private static final Logger LOGGER = System.getLogger(KeptDirectory.class.getName());

    /**
     * Finds the directory: the wanted one, or another that follows from its path if this JVM runs as root and the server's
     * user cannot get to the wanted one.
     */
    static KeptDirectory open(Path wanted, ServerUser user) {
        Path real = real(wanted.toAbsolutePath().normalize());
        KeptDirectory asWanted = new KeptDirectory(real);
        if (user.isJvmUser() || asWanted.isUsableBy(user)) {
            Directories.create(real, user);
            return asWanted;
        }
        KeptDirectory standIn = new KeptDirectory(standInFor(real, user));
        LOGGER.log(
                Level.INFO,
                "PostgreSQL runs as user ''{0}'', who may not enter ''{1}''; the data is kept in ''{2}''.",
                user,
                real,
                standIn.path);
        return standIn;
    }

    // With links resolved, so that all processes mean the same directory by whichever path they come.
    private static Path real(Path path) {
        Path existing = nearestExisting(path);
        try {
            return existing.toRealPath().resolve(existing.relativize(path)).normalize();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path nearestExisting(Path path) {
        Path parent = path.getParent();
        return parent == null || Files.exists(path) ? path : nearestExisting(parent);
    }

    private boolean isUsableBy(ServerUser user) {
        boolean enterable = user.forData(data().path()).canEnter(nearestExisting(path));
        if (!enterable && data().exists()) {
            throw new PostgresServerException(
                    ("There is data in '%s', but user '%s', as whom PostgreSQL has to run, may no"
                                    + " longer enter that directory. Permit it to, or move the directory to where it may.")
                            .formatted(data().path(), user.forData(data().path())));
        }
        return enterable;
    }

    private static Path standInFor(Path real, ServerUser user) {
        // Not the hash of String, which two paths may share.
        String name = UUID.nameUUIDFromBytes(real.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        return Directories.createTrusted(WorkDirectories.create(user, "kept").resolve(name), user);
    }

    DataDirectory data() {
        return new DataDirectory(path.resolve("data"));
    }

    Path mutex() {
        return path.resolve("lock");
    }

    Path users() {
        return path.resolve("users");
    }

    /**
     * Returns the superuser's password.
     *
     * @throws PostgresServerException if there is data, but its password is lost
     */
    String password() {
        Path file = path.resolve("password");
        if (data().exists() && Files.notExists(file)) {
            throw new PostgresServerException(
                    "There is data in '%s', but the file '%s' with its password is gone. Restore it, or move '%s' away to begin with an empty one."
                            .formatted(data().path(), file, path));
        }
        return Passwords.readOrGenerate(file);
    }
}
