package io.tenantschemas.benchmarks.network;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Passes on what two sides say to each other, in the way that a {@link Passage} says. */
public final class TcpProxy implements Closeable {

    private static final int BUFFER = 16 * 1024;

    private final ServerSocket listener;

    private final InetSocketAddress target;

    private final Supplier<? extends Passage> passages;

    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

    private TcpProxy(ServerSocket listener, InetSocketAddress target, Supplier<? extends Passage> passages) {
        this.listener = listener;
        this.target = target;
        this.passages = passages;
    }

    /**
     * Listens on a port of its own.
     *
     * @param target who is connected to for each connection that is made here
     * @param passages gives each connection its passage
     */
    public static TcpProxy before(InetSocketAddress target, Supplier<? extends Passage> passages) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), target, passages);
            start("proxy", proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the port to connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = keep(listener.accept());
            Socket server = keep(new Socket(target.getAddress(), target.getPort()));
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Passage passage = passages.get();
            OutputStream requests = keep(passage.requests(server.getOutputStream()));
            OutputStream answers = keep(passage.answers(client.getOutputStream()));
            start("requests", () -> pump(client, requests));
            start("answers", () -> pump(server, answers));
        }
    }

    private <T extends Closeable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private void pump(Socket from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (to;
                InputStream in = from.getInputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                to.write(buffer, 0, length);
            }
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(() -> runToItsEnd(work), name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void runToItsEnd(Work work) {
        try {
            work.run();
        } catch (IOException closed) {
            // One of the sides went away, and the other one is told by being closed.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Closeable each : open) {
            each.close();
        }
    }
}
