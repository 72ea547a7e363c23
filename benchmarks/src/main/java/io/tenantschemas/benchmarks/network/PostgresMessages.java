package io.tenantschemas.benchmarks.network;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/**
 * Finds the messages in what one side says, however it was cut into pieces: a byte for the type, four for the length, which
 * includes themselves, and the rest. A client's first message has no type.
 *
 * <p>Encrypted connections are not understood.
 */
final class PostgresMessages {

    private static final int LENGTH = 4;

    private final IntConsumer types;

    private final ByteBuffer head = ByteBuffer.allocate(1 + LENGTH);

    private int rest;

    private PostgresMessages(IntConsumer types) {
        this.types = types;
    }

    /** Returns a reader for what a client says, which tells the types of messages as they are complete. */
    static PostgresMessages ofClient(IntConsumer types) {
        PostgresMessages messages = new PostgresMessages(types);
        // As if there had been a type.
        messages.head.put((byte) 0);
        return messages;
    }

    /** Returns a reader for what a server says. */
    static PostgresMessages ofServer(IntConsumer types) {
        return new PostgresMessages(types);
    }

    void read(byte[] bytes, int offset, int length) {
        ByteBuffer piece = ByteBuffer.wrap(bytes, offset, length);
        while (piece.hasRemaining()) {
            if (head.hasRemaining()) {
                readHead(piece);
            } else {
                readBody(piece);
            }
        }
    }

    private void readHead(ByteBuffer piece) {
        head.put(piece.get());
        if (!head.hasRemaining()) {
            rest = head.getInt(1) - LENGTH;
            endIfComplete();
        }
    }

    private void readBody(ByteBuffer piece) {
        int length = Math.min(rest, piece.remaining());
        piece.position(piece.position() + length);
        rest -= length;
        endIfComplete();
    }

    private void endIfComplete() {
        if (rest == 0) {
            head.clear();
            types.accept(head.get(0));
        }
    }
}
