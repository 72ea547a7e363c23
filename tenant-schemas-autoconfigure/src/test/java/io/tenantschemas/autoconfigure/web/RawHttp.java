package io.tenantschemas.autoconfigure.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends requests as they are written: an HTTP client would correct or refuse the hosts that are to be tried. */
public final class RawHttp {

    private final int port;

    public RawHttp(int port) {
        this.port = port;
    }

    public Response get(String host, String path, String... headers) {
        return request("GET", host, path, headers);
    }

    public Response request(String method, String host, String path, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        // HTTP/1.0, so that the body comes in one piece.
        String request = "%s %s HTTP/1.0\r\nHost: %s\r\n%s\r\n".formatted(method, path, host, more);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return Response.parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public record Response(int status, String headers, String body) {

        static Response parse(String text) {
            int end = text.indexOf("\r\n\r\n");
            String headers = text.substring(0, end);
            return new Response(Integer.parseInt(headers.substring(9, 12)), headers, text.substring(end + 4));
        }
    }
}
