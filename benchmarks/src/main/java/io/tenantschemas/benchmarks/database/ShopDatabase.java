package io.tenantschemas.benchmarks.database;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;

import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/** A database with so many tenants, all with the same rows but for their names. Gone when it is closed. */
public final class ShopDatabase implements AutoCloseable {

    // A process of the server keeps the plans of all foreign keys, and looks through them at each change of a table.
    private static final int TENANTS_PER_CONNECTION = 20;

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final DatabaseAddress address = DatabaseAddress.of(database);

    private ShopDatabase() {}

    /**
     * Creates a database.
     *
     * @param tenants how many tenants it has
     * @param roles whether each tenant's tables belong to a role of its own
     */
    public static ShopDatabase create(int tenants, boolean roles) {
        ShopDatabase shop = new ShopDatabase();
        try {
            shop.fill(tenants, roles);
            return shop;
        } catch (SQLException failure) {
            shop.close();
            throw new IllegalStateException(failure);
        }
    }

    private void fill(int tenants, boolean roles) throws SQLException {
        execute(TenantScript.shared());
        TenantScript script = TenantScript.ofShop();
        for (int first = 1; first <= tenants; first += TENANTS_PER_CONNECTION) {
            int last = Math.min(first + TENANTS_PER_CONNECTION - 1, tenants);
            execute(IntStream.rangeClosed(first, last)
                    .mapToObj(tenant -> "BEGIN;" + script.of(tenant) + (roles ? RoleOwner.of(tenant) : "") + ";COMMIT")
                    .toArray(String[]::new));
        }
        // Nothing is left to do while it is measured.
        execute("VACUUM (ANALYZE)", "CHECKPOINT");
    }

    private void execute(String... scripts) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String script : scripts) {
                statement.execute(script);
            }
        }
    }

    /** Returns what Spring is told of the database when that port leads to it. */
    public List<String> properties(int port) {
        return address.at(port).properties();
    }

    /** Returns where the server listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(address.host(), address.port());
    }

    /** Returns the version of the server, such as 18.4. */
    public String version() {
        return String.valueOf(jdbc().queryForObject("SHOW server_version", String.class));
    }

    /** Returns the numbers of the processes that serve others than the caller. */
    public List<Long> backends() {
        return jdbc().queryForList(
                        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
                        Long.class);
    }

    private JdbcTemplate jdbc() {
        return new JdbcTemplate(database.dataSource());
    }

    @Override
    public void close() {
        database.closeWithRoles();
    }
}
