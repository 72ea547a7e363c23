package io.tenantschemas.benchmarks.network;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** Writes everything a fixed time after it was given, without holding up who gives it: what is under way may be many things. */
final class DelayedOutput extends OutputStream {

    private record Chunk(ByteBuffer bytes, long due) {}

    private static final Chunk END = new Chunk(ByteBuffer.allocate(0), 0);

    private final OutputStream target;

    private final long delay;

    private final BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();

    DelayedOutput(OutputStream target, Duration delay) {
        this.target = target;
        this.delay = delay.toNanos();
        Thread thread = new Thread(this::deliver, "delayed");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        underWay.add(new Chunk(
                ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, offset + length)), System.nanoTime() + delay));
    }

    private void deliver() {
        try (target) {
            for (Chunk chunk = underWay.take(); chunk.bytes().hasRemaining(); chunk = underWay.take()) {
                waitUntil(chunk.due());
                target.write(chunk.bytes().array());
                target.flush();
            }
        } catch (IOException gone) {
            // Nobody is there to be told.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void waitUntil(long due) {
        for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }

    @Override
    public void close() {
        underWay.add(END);
    }
}
