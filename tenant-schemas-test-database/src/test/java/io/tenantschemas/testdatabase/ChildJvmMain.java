package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.nio.file.Path;

/** Starts a server, tells its URL, and keeps it until its input ends. */
final class ChildJvmMain {

    private ChildJvmMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("kept")) {
            try (KeptServer server = KeptServer.startIn(Path.of(arguments[1]))) {
                tell(server.url());
            }
        } else {
            tell(PostgresServer.forTests().createDatabase().url());
        }
    }

    private static void tell(String url) throws IOException {
        System.out.println(url);
        System.in.readAllBytes();
    }
}
