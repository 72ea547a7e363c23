package io.tenantschemas.benchmarks.network;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TcpProxyTests {

    private static final Duration DELAY = Duration.ofMillis(200);

    private final ServerSocket server;

    TcpProxyTests() throws IOException {
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @BeforeEach
    void startEcho() {
        Thread echo = new Thread(this::echo);
        echo.setDaemon(true);
        echo.start();
    }

    @AfterEach
    void stopEcho() throws IOException {
        server.close();
    }

    private void echo() {
        try (Socket client = server.accept()) {
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[1];
            while (client.getInputStream().read(buffer) > 0) {
                out.write(buffer);
                out.flush();
            }
        } catch (IOException over) {
            // The test has what it wanted.
        }
    }

    @Test
    void passesOnWhatIsSaid() throws IOException {
        assertThat(millisFor(new DelayedPassage(Duration.ZERO), 10)).isLessThan(DELAY.toMillis() * 10);
    }

    @Test
    void delaysAnAnswer() throws IOException {
        assertThat(millisFor(new DelayedPassage(DELAY), 1)).isGreaterThanOrEqualTo(DELAY.toMillis());
    }

    @Test
    void delaysAnswersThatAreUnderWayTogetherAtTheSameTime() throws IOException {
        assertThat(millisFor(new DelayedPassage(DELAY), 20))
                .isGreaterThanOrEqualTo(DELAY.toMillis())
                .isLessThan(DELAY.toMillis() * 10);
    }

    /** Sends so many bytes without waiting, and returns how long it took until all were back. */
    private long millisFor(Passage passage, int bytes) throws IOException {
        InetSocketAddress target = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        try (TcpProxy proxy = TcpProxy.before(target, () -> passage);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            client.setTcpNoDelay(true);
            long start = System.nanoTime();
            byte[] sent = new byte[bytes];
            for (int i = 0; i < bytes; i++) {
                sent[i] = (byte) i;
                client.getOutputStream().write(i);
            }
            byte[] received = new byte[bytes];
            new DataInputStream(client.getInputStream()).readFully(received);
            assertThat(received).isEqualTo(sent);
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        }
    }
}
