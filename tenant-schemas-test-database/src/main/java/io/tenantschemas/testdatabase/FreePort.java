package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.stream.IntStream;

/** Finds ports that nobody listens on. */
final class FreePort {

    // Below the ports of outgoing connections, one of which could take it before the server does.
    private static final int FIRST = 15_000;

    private static final int AFTER_LAST = 32_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    private FreePort() {}

    static int choose() {
        return IntStream.generate(() -> RANDOM.nextInt(FIRST, AFTER_LAST))
                .limit(1000)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow(() -> new PostgresServerException(
                        "No port between %d and %d is free on 127.0.0.1.".formatted(FIRST, AFTER_LAST)));
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
