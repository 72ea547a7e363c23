package io.tenantschemas.testdatabase;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * An archive of PostgreSQL's programs on the class path.
 *
 * @param url where it is
 */
record BinariesArchive(URL url) {

    private static final int OWNER_MAY_EXECUTE = 0100;

    /** Returns the archives for a platform; there are several when jars of several versions are on the class path. */
    static List<BinariesArchive> onClassPath(Platform platform) {
        try {
            ClassLoader loader = BinariesArchive.class.getClassLoader();
            List<BinariesArchive> archives = Collections.list(loader.getResources(platform.archive())).stream()
                    .map(BinariesArchive::new)
                    .toList();
            if (archives.isEmpty()) {
                throw new PostgresServerException(
                        ("The class path has no PostgreSQL for this machine. Add the dependency"
                                        + " 'io.zonky.test.postgres:%s' (it has '%s'), or choose another database with the %s.")
                                .formatted(platform.artifact(), platform.archive(), Setting.DATABASE));
            }
            return archives;
        } catch (IOException failure) {
            throw new PostgresServerException("The class path cannot be searched for PostgreSQL.", failure);
        }
    }

    /** Returns a name that another content does not have. */
    String fingerprint() throws IOException {
        try (DigestInputStream in = new DigestInputStream(url.openStream(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void unpackTo(Path target) throws IOException {
        try (InputStream in = new BufferedInputStream(url.openStream());
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, target);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Path path = inside(target, entry.getName());
        if (entry.isDirectory()) {
            createDirectories(path, target);
            return;
        }
        createDirectories(parentOf(path), target);
        if (entry.isSymbolicLink()) {
            inside(target, target.relativize(parentOf(path)) + "/" + entry.getLinkName());
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.copy(inside(target, entry.getLinkName()), path);
        } else {
            Files.copy(content, path);
            Directories.setPermissions(path, (entry.getMode() & OWNER_MAY_EXECUTE) != 0 ? "rwxr-xr-x" : "rw-r--r--");
        }
    }

    private static Path inside(Path target, String name) throws IOException {
        Path path = target.resolve(name).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("'%s' points out of the archive.".formatted(name));
        }
        return path;
    }

    // One by one: the server's user has to get in, whatever this process's umask is.
    private static void createDirectories(Path directory, Path target) throws IOException {
        if (!Files.isDirectory(directory)) {
            if (!directory.equals(target)) {
                createDirectories(parentOf(directory), target);
            }
            Files.createDirectory(directory);
            Directories.setPermissions(directory, "rwxr-xr-x");
        }
    }

    private static Path parentOf(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("'%s' has no parent.".formatted(path));
        }
        return parent;
    }
}
