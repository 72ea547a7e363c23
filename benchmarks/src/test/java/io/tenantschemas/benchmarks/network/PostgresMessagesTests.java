package io.tenantschemas.benchmarks.network;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresMessagesTests {

    private final StringBuilder types = new StringBuilder();

    private final PostgresMessages client = PostgresMessages.ofClient(type -> types.append((char) type));

    private final PostgresMessages server = PostgresMessages.ofServer(type -> types.append((char) type));

    @Test
    void findsMessagesThatComeTogether() {
        read(server, message('1', ""), message('D', "a row"), message('Z', "I"));
        assertThat(types).hasToString("1DZ");
    }

    @Test
    void findsMessagesThatAreCutIntoPieces() {
        for (byte single : message('D', "SQZE")) {
            server.read(new byte[] {single}, 0, 1);
        }
        assertThat(types).hasToString("D");
    }

    @Test
    void tellsOfAMessageWhenItIsComplete() {
        byte[] message = message('Z', "I");
        server.read(message, 0, message.length - 1);
        assertThat(types).isEmpty();
        server.read(message, message.length - 1, 1);
        assertThat(types).hasToString("Z");
    }

    @Test
    void knowsThatAClientsFirstMessageHasNoType() {
        byte[] typed = message('x', "user postgres");
        byte[] startup = new byte[typed.length - 1];
        System.arraycopy(typed, 1, startup, 0, startup.length);
        read(client, startup, message('Q', "SELECT 1"), message('S', ""));
        assertThat(types).hasToString("\0QS");
    }

    private static void read(PostgresMessages messages, byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        messages.read(all.toByteArray(), 0, all.size());
    }

    private static byte[] message(char type, String body) {
        return ByteBuffer.allocate(5 + body.length())
                .put((byte) type)
                .putInt(4 + body.length())
                .put(body.getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
