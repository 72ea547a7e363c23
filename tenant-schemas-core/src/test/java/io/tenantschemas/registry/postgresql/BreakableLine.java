package io.tenantschemas.registry.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A line to a server that can be cut, or be dead without anybody being told. */
final class BreakableLine implements AutoCloseable {

    private final String host;

    private final int port;

    private final ServerSocket server;

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private volatile boolean up = true;

    private final AtomicLong generation = new AtomicLong();

    private volatile long deadBefore;

    BreakableLine(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Cuts all connections and lets nobody through until {@link #mend()}. */
    void cut() throws IOException {
        up = false;
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    void mend() {
        up = true;
    }

    /** Swallows from now on what is said on the connections that there are. New ones are fine. */
    void fallSilent() {
        deadBefore = generation.incrementAndGet();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException closedOrRefused) {
                // The next one may have more luck.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        if (!up) {
            client.close();
            return;
        }
        Socket target = new Socket(host, port);
        sockets.add(client);
        sockets.add(target);
        long born = generation.get();
        thread(() -> pump(client, target, born));
        thread(() -> pump(target, client, born));
    }

    private void pump(Socket from, Socket to, long born) {
        byte[] buffer = new byte[8192];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (born >= deadBefore) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
        } catch (IOException broken) {
            // Which is what this is for.
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "breakable-line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
