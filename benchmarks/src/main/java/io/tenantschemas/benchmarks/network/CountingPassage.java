package io.tenantschemas.benchmarks.network;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Tells a {@link Conversation} what is said in the protocol of PostgreSQL, and passes it on unchanged. */
public final class CountingPassage implements Passage {

    private final Conversation conversation;

    public CountingPassage(Conversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public OutputStream requests(OutputStream server) {
        return counting(server, PostgresMessages.ofClient(conversation::request));
    }

    @Override
    public OutputStream answers(OutputStream client) {
        return counting(client, PostgresMessages.ofServer(conversation::answer));
    }

    private static OutputStream counting(OutputStream target, PostgresMessages messages) {
        return new FilterOutputStream(target) {

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                messages.read(bytes, offset, length);
                out.write(bytes, offset, length);
            }
        };
    }
}
