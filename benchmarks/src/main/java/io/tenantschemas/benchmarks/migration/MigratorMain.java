package io.tenantschemas.benchmarks.migration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.benchmarks.process.JavaProcess;

/**
 * Migrates when it is told to. The first line of its input is a {@link MigratorOrder}, and it answers when it is ready. Each
 * further line is something to do, and is answered when that is done. It ends with its input.
 */
public final class MigratorMain {

    static final String MIGRATE = "migrate";

    static final String LOOK = "look";

    static final String SIGN_UP = "sign up ";

    private MigratorMain() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        MigratorOrder order = JsonMapper.shared().readValue(input.readLine(), MigratorOrder.class);
        try (Migrator migrator = migrator(order)) {
            JavaProcess.tellParent("ready");
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                JavaProcess.tellParent(follow(line, migrator));
            }
        }
    }

    private static Migrator migrator(MigratorOrder order) {
        return switch (order.way()) {
            case LIBRARY -> LibraryMigrator.start(order);
            case FLYWAY -> FlywayLoop.start(order);
            case PSQL -> throw new IllegalArgumentException("psql needs no JVM");
        };
    }

    private static String follow(String line, Migrator migrator) {
        if (line.equals(LOOK)) {
            return JsonMapper.shared().writeValueAsString(migrator.look());
        }
        if (line.equals(MIGRATE)) {
            migrator.migrate();
        } else {
            migrator.signUp(line.substring(SIGN_UP.length()));
        }
        return "done";
    }
}
