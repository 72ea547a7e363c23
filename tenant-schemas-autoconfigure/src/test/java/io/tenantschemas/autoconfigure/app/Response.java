package io.tenantschemas.autoconfigure.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What a server answered. Asked for through a socket, because Java's clients choose the Host header themselves. */
public record Response(int status, String head, String body) {

    static Response to(String method, int port, String host, String path, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String request = "%s %s HTTP/1.0\r\nHost: %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"
                .formatted(method, path, host, content.length);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(content);
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Response parse(String response) {
        int end = response.indexOf("\r\n\r\n");
        String head = response.substring(0, end);
        return new Response(Integer.parseInt(head.split(" ", 3)[1]), head, response.substring(end + 4));
    }
}
