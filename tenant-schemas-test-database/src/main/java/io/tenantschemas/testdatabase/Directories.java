package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Creates and removes directories, with nothing left to the umask. */
final class Directories {

    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private Directories() {}

    /**
     * Creates a directory and its missing parents for this JVM's user alone to write into; where that user is root, other
     * users may pass through, because the server's user has to.
     */
    static Path create(Path directory, ServerUser user) {
        try {
            Path parent = directory.getParent();
            if (parent != null && Files.notExists(parent)) {
                create(parent, user);
            }
            if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
                createOne(directory, user);
            }
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException("The directory '%s' cannot be created.".formatted(directory), failure);
        }
    }

    private static void createOne(Path directory, ServerUser user) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException createdByAnotherProcess) {
            return;
        }
        setPermissions(directory, user.isJvmUser() ? "rwx------" : "rwx--x--x");
    }

    /**
     * Creates a directory in a place where anybody may create one, and refuses one that somebody else has planted there.
     *
     * @throws UncheckedIOException if it cannot be trusted
     */
    static Path createTrusted(Path directory, ServerUser user) {
        create(directory, user);
        if (!isTrusted(directory, user)) {
            throw new UncheckedIOException(
                    new IOException("'%s' belongs to another user, or others may write into it.".formatted(directory)));
        }
        return directory;
    }

    private static boolean isTrusted(Path directory, ServerUser user) {
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            return !isPosix(directory)
                    || (user.isOwnedByJvmUser(directory)
                            && Files.getPosixFilePermissions(directory).stream()
                                    .noneMatch(WRITABLE_BY_OTHERS::contains));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void setPermissions(Path path, String permissions) throws IOException {
        if (isPosix(path)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Deletes a directory with everything below, if it exists; links are deleted, not followed. */
    static void delete(Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // A server that is just ending removes files of its own.
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
