package io.tenantschemas.autoconfigure.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.tenantschemas.testdatabase.TestDatabase;

/**
 * What the application works with.
 *
 * @param database has nothing that a test has not made
 * @param migrations a directory; those of the shared schema are in {@code shared}, those of tenants in {@code tenant}
 */
record Shops(TestDatabase database, Path migrations) {

    /** Writes a migration, such as {@code tenant/V1__products.sql}. */
    void write(String file, String sql) throws IOException {
        Path path = migrations.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, sql);
    }

    /** Returns these arguments, and those that lead the application here. */
    List<String> arguments(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--spring.datasource.url=" + database.url());
        all.add("--spring.datasource.username=" + database.username());
        all.add("--spring.datasource.password=" + database.password());
        all.add("--tenant-schemas.migrations.shared.locations=filesystem:" + migrations.resolve("shared"));
        all.add("--tenant-schemas.migrations.tenant.locations=filesystem:" + migrations.resolve("tenant"));
        return all;
    }
}
