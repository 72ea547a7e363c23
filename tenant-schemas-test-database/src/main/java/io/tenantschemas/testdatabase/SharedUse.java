package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells other processes that this one uses something, until it says otherwise or dies: each holds a shared lock on the
 * same file. Who joins or leaves holds a {@link FileMutex} meanwhile.
 */
final class SharedUse {

    // One channel per file and JVM: closing a second one would release the lock of the first (POSIX).
    private static final Map<Path, SharedUse> IN_THIS_JVM = new ConcurrentHashMap<>();

    private final FileChannel channel;

    private final FileLock lock;

    private int users;

    private SharedUse(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    static void join(Path file) {
        IN_THIS_JVM.computeIfAbsent(file, SharedUse::open).users++;
    }

    private static SharedUse open(Path file) {
        try {
            FileChannel channel = FileMutex.open(file);
            return new SharedUse(channel, channel.lock(0, Long.MAX_VALUE, true));
        } catch (IOException failure) {
            throw new UncheckedIOException("'%s' cannot be locked.".formatted(file), failure);
        }
    }

    /** Returns whether nobody is left, in this process or any other. */
    static boolean leave(Path file) {
        SharedUse use = IN_THIS_JVM.get(file);
        if (use == null || --use.users > 0) {
            return false;
        }
        IN_THIS_JVM.remove(file);
        return use.wasLast();
    }

    private boolean wasLast() {
        try (channel) {
            lock.release();
            return channel.tryLock() != null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
