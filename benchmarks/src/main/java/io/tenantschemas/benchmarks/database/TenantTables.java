package io.tenantschemas.benchmarks.database;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables that each tenant has: the migrations that made them, and the one that comes next. */
public enum TenantTables {
    /** Twenty tables by ten migrations: about 130 files and 1 MB for each tenant. */
    SHOP("db/tenant", "db/next/shop"),

    /** Two tables by two migrations. */
    SMALL("db/small", "db/next/small");

    private final String folder;

    private final String next;

    TenantTables(String folder, String next) {
        this.folder = folder;
        this.next = next;
    }

    /** Returns where Flyway finds the migrations that have been, and the next one if that is wanted. */
    public List<String> locations(boolean withNext) {
        return (withNext ? Stream.of(folder, next) : Stream.of(folder))
                .map(path -> "classpath:" + path)
                .toList();
    }

    /** Returns the migrations that have been. */
    public List<MigrationFile> migrations() {
        return MigrationFile.in(folder);
    }

    /** Returns the one that comes next. */
    public MigrationFile next() {
        return MigrationFile.in(next).get(0);
    }

    String sql() {
        return migrations().stream().map(MigrationFile::sql).collect(Collectors.joining("\n"));
    }
}
