package io.tenantschemas.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.migrate.flyway.FlywaySchemaMigrator;
import io.tenantschemas.migrate.flyway.FlywaySettings;
import io.tenantschemas.provision.ProvisioningLifecycle;
import io.tenantschemas.provision.ProvisioningMode;
import io.tenantschemas.provision.ProvisioningTransaction;
import io.tenantschemas.provision.SchemaProvisioner;
import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.provision.TenantRepair;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TenantTableDdl;
import io.tenantschemas.routing.ConnectionRouter;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/**
 * A database with the tables of tenants, an extra schema, and migrations in a directory of the test. One will do for a class: it
 * can be made as it was at first, which takes a tenth of what another one would.
 */
final class InspectedDatabase implements AutoCloseable {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final SearchPaths PATHS = new SearchPaths(PUBLIC, List.of(SchemaName.of("extras")));

    private static final TenantTable TABLE = new TenantTable(PUBLIC, "client");

    /** One by one, because a thousand of them would not fit into the lock table. */
    private static final String DROP_ALL = """
            DO $$ DECLARE schema text; BEGIN
                FOR schema IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
                    EXECUTE format('DROP SCHEMA %I CASCADE', schema);
                    COMMIT;
                END LOOP;
            END $$
            """;

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    /** Of connections that nobody points anywhere: a new one each time would take longer than what is done with it. */
    private final HikariDataSource pool = pool();

    private final JdbcTemplate jdbc = new JdbcTemplate(pool);

    private final RoutingDataSource routing =
            new RoutingDataSource(database.dataSource(), new ConnectionRouter(PATHS), false);

    private final Path directory;

    private final List<TenantInitializer> initializers = new ArrayList<>();

    private final List<Object> events = new ArrayList<>();

    private TenantModel model = TenantModel.unknown();

    private ProvisioningMode mode = ProvisioningMode.SYNC;

    private boolean isApart;

    /** The files and what they hold. */
    private Map<String, String> migrations = Map.of();

    /** For the same files the same one, which does with the next schema what it did with the first. */
    private final Map<Map<String, String>, SchemaMigrator> migrators = new HashMap<>();

    InspectedDatabase(Path directory) {
        this.directory = directory;
        reset();
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    /** Makes it as it was at first, whatever has become of it. */
    void reset() {
        jdbc.execute(DROP_ALL);
        jdbc.execute("CREATE SCHEMA public; CREATE SCHEMA extras;" + String.join(";", new TenantTableDdl(TABLE).all()));
        initializers.clear();
        events.clear();
        model = TenantModel.unknown();
        mode = ProvisioningMode.SYNC;
        isApart = false;
        migrations = Map.of();
        write("shared/.keep", "");
        write("tenant/V1__note.sql", """
                CREATE SEQUENCE note_seq;
                CREATE TABLE author (id int PRIMARY KEY, name text);
                CREATE TABLE note (
                    id serial PRIMARY KEY,
                    author int REFERENCES author,
                    body text NOT NULL DEFAULT 'none',
                    tenant text DEFAULT '${tenant}',
                    CONSTRAINT note_body CHECK (body <> '')
                );
                CREATE INDEX note_author ON note (author);
                CREATE UNIQUE INDEX note_tenant_body ON note (lower(body)) WHERE id > 0;
                """);
    }

    JdbcTemplate jdbc() {
        return jdbc;
    }

    /** Returns connections for what tenants do. */
    DataSource routing() {
        return routing;
    }

    /** Returns connections of which each is a new one. */
    DataSource dataSource() {
        return database.dataSource();
    }

    List<Object> events() {
        return events;
    }

    void write(String file, String sql) {
        Map<String, String> all = new TreeMap<>(migrations);
        all.put(file, sql);
        migrations = all;
    }

    void expect(Map<String, Set<String>> tables, Set<String> sequences) {
        expect(
                new TreeMap<>(tables)
                        .entrySet().stream()
                                .map(table -> new TenantModel.Table(table.getKey(), table.getValue(), false))
                                .toList(),
                sequences);
    }

    void expect(List<TenantModel.Table> expected, Set<String> sequences) {
        model = new TenantModel() {

            @Override
            public List<Table> tables() {
                return expected;
            }

            @Override
            public Set<String> sequences() {
                return sequences;
            }
        };
    }

    void expectNothingBecause(String reason) {
        model = TenantModel.unknown(reason);
    }

    /** Has running applications make schemas, soon after tenants are saved. */
    void makeSchemasLater() {
        mode = ProvisioningMode.ASYNC;
    }

    /** Has them made on connections of another data source, besides. */
    void makeSchemasApart() {
        makeSchemasLater();
        isApart = true;
    }

    void add(TenantInitializer initializer) {
        initializers.add(initializer);
    }

    /** Makes a tenant as it should be. */
    void tenant(String schema) {
        jdbc.execute("CREATE SCHEMA " + schema);
        migrate(schema);
        long id = row(schema, "ACTIVE");
        domain(id, schema + ".example.com", true);
    }

    void migrate(String schema) {
        migrator().migrate(MigrationTarget.tenant(SchemaName.of(schema)));
    }

    long row(String schemaName, String status) {
        Long id = jdbc.queryForObject(
                "INSERT INTO client (schema_name, status) VALUES (?, ?) RETURNING id", Long.class, schemaName, status);
        return id == null ? 0 : id;
    }

    void domain(long tenant, String domain, boolean primary) {
        jdbc.update("INSERT INTO tenant_domain VALUES (?, ?, ?)", tenant, domain, primary);
    }

    private SchemaMigrator migrator() {
        return migrators.computeIfAbsent(migrations, files -> migrator(pool));
    }

    private SchemaMigrator migrator(DataSource dataSource) {
        Path files = directory.resolve("files" + new TreeMap<>(migrations).hashCode());
        migrations.forEach((file, sql) -> write(files.resolve(file), sql));
        return new FlywaySchemaMigrator(
                dataSource,
                FlywaySettings.of(PUBLIC, List.of(location(files, "shared")), List.of(location(files, "tenant"))),
                getClass().getClassLoader());
    }

    private static void write(Path path, String sql) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, sql);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String location(Path files, String scope) {
        return "filesystem:" + files.resolve(scope);
    }

    SchemaInspection inspection() {
        return inspection(pool, migrator());
    }

    /** Returns an inspection that reads by these connections. */
    SchemaInspection inspection(DataSource dataSource) {
        return inspection(dataSource, migrator(dataSource));
    }

    private SchemaInspection inspection(DataSource dataSource, SchemaMigrator migrator) {
        return new SchemaInspection(
                dataSource,
                TABLE,
                PATHS,
                migrator,
                new FallThroughCheck(dataSource, PUBLIC, PATHS.extra(), Set.of()),
                () -> model,
                repair(migrator),
                new InspectionRules(PublicHosts.of("www.example.com"), null, Duration.ofMillis(300), isApart));
    }

    private TenantRepair repair(SchemaMigrator migrator) {
        SchemaProvisioner provisioner = new SchemaProvisioner(
                routing,
                (tenant, connection) -> migrator.migrateWithin(MigrationTarget.of(tenant), connection)
                        .leavesNothing(),
                () -> new JdbcTransactionManager(routing),
                initializers::stream);
        ProvisioningLifecycle lifecycle = new ProvisioningLifecycle(
                provisioner, TABLE, new TenantChangePublisher(Stream::of), events::add, false, mode);
        return new TenantRepair(
                new ProvisioningTransaction(routing, () -> null, lifecycle), provisioner, TABLE, lifecycle);
    }

    /** Returns what is found, without what is only worth knowing. */
    List<Finding> found() {
        return inspection().inspect().findings().stream()
                .filter(finding -> !finding.isNote())
                .toList();
    }

    List<String> described() {
        return found().stream().map(Finding::describe).toList();
    }

    @Override
    public void close() {
        pool.close();
        database.close();
    }
}
