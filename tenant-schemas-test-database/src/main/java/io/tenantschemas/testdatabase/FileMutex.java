package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * A lock that excludes other processes and, unlike a bare {@link FileLock}, other threads of this one.
 *
 * <p>The operating system takes it back when the process dies, however it dies.
 */
final class FileMutex implements AutoCloseable {

    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;

    private final FileChannel channel;

    private FileMutex(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Waits for the lock. */
    static FileMutex acquire(Path file, Duration atMost) {
        Attempt attempt = new Attempt(file);
        if (Waiting.until(attempt::succeeds, atMost) && attempt.mutex != null) {
            return attempt.mutex;
        }
        throw new PostgresServerException(
                "Another process has held '%s' for %s. End that process, or look what it waits for."
                        .formatted(file, atMost));
    }

    /** Takes the lock unless somebody has it. */
    static Optional<FileMutex> tryAcquire(Path file) {
        // Asked first, because closing a second channel would release the first one's lock too (POSIX).
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        FileMutex mutex = null;
        try {
            mutex = lock(file);
            return Optional.ofNullable(mutex);
        } catch (IOException failure) {
            throw new UncheckedIOException("'%s' cannot be locked.".formatted(file), failure);
        } finally {
            if (mutex == null) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static @Nullable FileMutex lock(Path file) throws IOException {
        FileChannel channel = open(file);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            return lock == null ? null : new FileMutex(file, channel);
        } catch (OverlappingFileLockException heldByAnotherClassLoader) {
            return null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    static FileChannel open(Path file) throws IOException {
        // Root also locks files in directories that belong to others; a link planted there leads nowhere.
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("'%s' cannot be released.".formatted(file), failure);
        } finally {
            HELD_HERE.remove(file);
        }
    }

    private static final class Attempt {

        private final Path file;

        private @Nullable FileMutex mutex;

        Attempt(Path file) {
            this.file = file;
        }

        boolean succeeds() {
            mutex = tryAcquire(file).orElse(null);
            return mutex != null;
        }
    }
}
