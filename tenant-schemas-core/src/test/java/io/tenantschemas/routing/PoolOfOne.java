package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.routing.hikari.HikariIdleConnections;
import io.tenantschemas.routing.hikari.HikariRetirement;
import io.tenantschemas.routing.postgresql.DriverPathReports;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/** A database with two tenants, and a routed pool of one connection that they share. */
final class PoolOfOne implements AutoCloseable {

    static final Tenant ACME = tenant(1, "acme");

    static final Tenant GLOBEX = tenant(2, "globex");

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final List<HikariDataSource> pools = new ArrayList<>();

    private final RetiredTenants retired = new RetiredTenants();

    private final List<Tenant> forgotten = new ArrayList<>();

    private final Set<SchemaName> roles = new HashSet<>();

    private final RoutingStrategy strategy;

    private final TenantRelations relations = new TenantRelations();

    private long heard = -1;

    private long nanoTime;

    /** As one whose tables are found by the search path. */
    PoolOfOne() {
        this(RoutingStrategy.SEARCH_PATH);
    }

    PoolOfOne(RoutingStrategy strategy) {
        this.strategy = strategy;
        relations.add(List.of("owner", "item", "written"));
        if (haveRoles()) {
            // Whatever a role may not do would hide that it finds it.
            jdbc().execute(
                            "GRANT ALL ON SCHEMA public TO PUBLIC; ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO PUBLIC;"
                                    + "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC;"
                                    + "ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO PUBLIC");
        }
        jdbc().execute("CREATE TABLE public.client (id bigint PRIMARY KEY, schema_name text)");
        for (Tenant tenant : List.of(ACME, GLOBEX)) {
            create(tenant);
        }
    }

    /** Returns the strategies for which everything has to be true. */
    static Stream<RoutingStrategy> strategies() {
        return Stream.of(RoutingStrategy.SEARCH_PATH, RoutingStrategy.QUALIFIED, RoutingStrategy.ROLE);
    }

    void create(Tenant tenant) {
        jdbc().execute("CREATE SCHEMA " + tenant.schema().quoted());
        if (haveRoles()) {
            own(tenant.schema());
        }
        jdbc().execute("CREATE TABLE " + tenant.schema().qualify("owner") + " AS SELECT '" + tenant.schema()
                + "'::text AS name FROM generate_series(1, 3)");
        jdbc().update(
                        "INSERT INTO client VALUES (?, ?)",
                        tenant.id(),
                        tenant.schema().value());
    }

    RoutingStrategy strategy() {
        return strategy;
    }

    /** Returns whether each tenant has a role of the server. */
    boolean haveRoles() {
        return strategy == RoutingStrategy.ROLE;
    }

    void rename(String schema, String name) {
        jdbc().execute("ALTER SCHEMA %s RENAME TO %s".formatted(schema, name));
        if (haveRoles()) {
            own(SchemaName.of(name));
        }
    }

    /** Makes the schema a role's. Roles are the server's, and so are there for the next database, too. */
    private void own(SchemaName schema) {
        try {
            jdbc().execute("CREATE ROLE " + schema.quoted());
        } catch (DataAccessException thereAlready) {
            jdbc().execute("COMMENT ON ROLE %s IS NULL".formatted(schema.quoted()));
        }
        roles.add(schema);
        jdbc().execute("ALTER SCHEMA %1$s OWNER TO %1$s; GRANT ALL ON SCHEMA %1$s TO PUBLIC"
                .formatted(schema.quoted()));
    }

    static Tenant tenant(long id, String schema) {
        return new Tenant(id, SchemaName.of(schema), TenantStatus.ACTIVE, List.of());
    }

    /** Returns a template for the whole database, on connections of its own. */
    JdbcTemplate jdbc() {
        return new JdbcTemplate(database.dataSource());
    }

    TestDatabase database() {
        return database;
    }

    RetiredTenants retired() {
        return retired;
    }

    List<Tenant> forgotten() {
        return forgotten;
    }

    /** Lets that time pass for the routing, whose clock stands otherwise. */
    void pass(Duration time) {
        nanoTime += time.toNanos();
    }

    /** Says that changes of tenants are heard from now on, since that interruption, or not at all if it is negative. */
    void hear(long sinceInterruption) {
        heard = sinceInterruption;
    }

    HikariDataSource pool(boolean autoCommit) {
        return prepared(new HikariDataSource(), autoCommit);
    }

    HikariDataSource prepared(HikariDataSource pool, boolean autoCommit) {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(3_000);
        // What another session was left with shows as an error, not as a wait.
        pool.addDataSourceProperty("options", "-c lock_timeout=5s");
        pool.setAutoCommit(autoCommit);
        pools.add(pool);
        return pool;
    }

    /** Opens so many connections, as many as there may be from then on. */
    static void fill(HikariDataSource pool, int connections) throws SQLException {
        pool.setMaximumPoolSize(connections);
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            all.add(pool.getConnection());
        }
        for (Connection connection : all) {
            connection.close();
        }
    }

    RoutingDataSource routed(boolean autoCommit) {
        return routed(pool(autoCommit), false);
    }

    RoutingDataSource routed(DataSource pool) {
        return routed(pool, false);
    }

    RoutingDataSource routed(DataSource pool, boolean largeObjects) {
        return routed(pool, largeObjects, RoutingScope.SESSION);
    }

    /** Returns one that sets the path in each transaction, as behind a pooler. */
    RoutingDataSource routedByTransaction(DataSource pool) {
        return routed(pool, false, RoutingScope.TRANSACTION);
    }

    private RoutingDataSource routed(DataSource pool, boolean largeObjects, RoutingScope scope) {
        return new RoutingDataSource(pool, router(), by(scope, rules(largeObjects, scope, 0)));
    }

    /** Returns a data source whose connections are replaced when they have served so many tenants. */
    RoutingDataSource routedForAtMost(int tenants, DataSource pool) {
        return new RoutingDataSource(
                pool, router(), by(RoutingScope.SESSION, rules(false, RoutingScope.SESSION, tenants)));
    }

    /** Returns a data source that chooses connections, and keeps them for longer than a test takes. */
    RoutingDataSource routedByChoice(DataSource pool, Duration patience) {
        return routedByChoice(pool, patience, Duration.ofMinutes(1));
    }

    RoutingDataSource routedByChoice(DataSource pool, Duration patience, Duration keep) {
        return routedByChoice(pool, patience, keep, 0);
    }

    RoutingDataSource routedByChoice(DataSource pool, Duration patience, Duration keep, int maxTenants) {
        RoutingRules rules = by(RoutingScope.SESSION, rules(false, RoutingScope.SESSION, maxTenants));
        return new RoutingDataSource(
                pool, router(), rules.choosing(new ConnectionAffinity(patience, keep, HikariIdleConnections::of)));
    }

    /** Returns one that has that schema in its paths, too. */
    RoutingDataSource routedWithExtras(DataSource pool, String schema) {
        return new RoutingDataSource(
                pool,
                router(List.of(SchemaName.of(schema))),
                by(RoutingScope.SESSION, rules(false, RoutingScope.SESSION, 0)));
    }

    private RoutingRules rules(boolean largeObjects, RoutingScope scope, int maxTenants) {
        return new RoutingRules(false, largeObjects, retired, new HikariRetirement(), scope, maxTenants);
    }

    private RoutingRules by(RoutingScope scope, RoutingRules rules) {
        return scope == RoutingScope.SESSION || haveRoles() ? rules.by(strategy, relations) : rules;
    }

    private ConnectionRouter router() {
        return router(List.of());
    }

    private ConnectionRouter router(List<SchemaName> extra) {
        ConnectionRouter router =
                new ConnectionRouter(new SearchPaths(SchemaName.of("public"), extra), new DriverPathReports());
        return (haveRoles() ? router.becomingRoles() : router)
                .asking(() -> Optional.of(new TenantRows("public.client", forgotten::add, () -> heard)))
                .withClock(() -> nanoTime);
    }

    /** Returns whether the server reports each new path, as it does from PostgreSQL 18 on. */
    boolean reportsPaths() {
        return Objects.requireNonNull(
                        jdbc().queryForObject("SELECT current_setting('server_version_num')::int", Integer.class))
                >= 180_000;
    }

    static <T> T in(Tenant tenant, RoutingDataSource dataSource, Work<T> work) throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant));
                Connection connection = dataSource.getConnection()) {
            return work.on(connection);
        }
    }

    static void run(Tenant tenant, RoutingDataSource dataSource, String... statements) throws SQLException {
        in(tenant, dataSource, connection -> {
            execute(connection, statements);
            return true;
        });
    }

    static void execute(Connection connection, String... statements) throws SQLException {
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    static String query(Tenant tenant, RoutingDataSource dataSource, String sql) throws SQLException {
        return in(tenant, dataSource, connection -> single(connection, sql));
    }

    static String owner(Tenant tenant, RoutingDataSource dataSource) throws SQLException {
        return query(tenant, dataSource, "SELECT name FROM owner");
    }

    static String single(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : "no row";
        }
    }

    static String backend(Tenant tenant, RoutingDataSource dataSource) throws SQLException {
        return query(tenant, dataSource, "SELECT pg_backend_pid()");
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
        roles.forEach(this::dropRole);
        database.close();
    }

    private void dropRole(SchemaName role) {
        try {
            jdbc().execute("DROP OWNED BY %s CASCADE; DROP ROLE %1$s".formatted(role.quoted()));
        } catch (DataAccessException goneOrUsedElsewhere) {
            // The latter by another database's test, which drops it.
        }
    }

    /** Something done with a connection. */
    @FunctionalInterface
    interface Work<T> {

        T on(Connection connection) throws SQLException;
    }
}
