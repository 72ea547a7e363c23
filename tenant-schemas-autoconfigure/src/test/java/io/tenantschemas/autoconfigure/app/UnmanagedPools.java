package io.tenantschemas.autoconfigure.app;

import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;

/**
 * Pools that are no beans, because a test is about what hides them. Nobody else would close them: they would ask for connections,
 * and complain in everybody's log, for as long as the JVM runs.
 */
public final class UnmanagedPools implements AutoCloseable {

    private final List<HikariDataSource> pools = new ArrayList<>();

    /** Closes that pool with the application. */
    public HikariDataSource keep(HikariDataSource pool) {
        pools.add(pool);
        return pool;
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
    }
}
