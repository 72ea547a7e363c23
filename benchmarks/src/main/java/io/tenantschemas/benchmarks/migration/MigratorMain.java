package io.tenantschemas.benchmarks.migration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.benchmarks.process.JavaProcess;

/**
 * Migrates when it is told to. A line of its input is a {@link MigratorOrder}, and it answers when it is ready. Each further
 * line is something to do, and is answered when that is done, until the line that ends the order; then comes the next order, if
 * any. It ends with its input.
 */
public final class MigratorMain {

    static final String MIGRATE = "migrate";

    static final String LOOK = "look";

    static final String SIGN_UP = "sign up ";

    static final String END = "end";

    private MigratorMain() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = input.readLine(); order != null; order = input.readLine()) {
            serve(JsonMapper.shared().readValue(order, MigratorOrder.class), input);
            JavaProcess.tellParent("ended");
        }
    }

    private static void serve(MigratorOrder order, BufferedReader input) throws IOException {
        try (Migrator migrator = migrator(order)) {
            JavaProcess.tellParent("ready");
            for (String line = input.readLine(); line != null && !line.equals(END); line = input.readLine()) {
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
