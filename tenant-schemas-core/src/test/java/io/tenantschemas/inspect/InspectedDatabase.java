package io.tenantschemas.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.migrate.flyway.FlywaySchemaMigrator;
import io.tenantschemas.migrate.flyway.FlywaySettings;
import io.tenantschemas.provision.ProvisioningLifecycle;
import io.tenantschemas.provision.ProvisioningTransaction;
import io.tenantschemas.provision.SchemaProvisioner;
import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.provision.TenantRepair;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TenantTableDdl;
import io.tenantschemas.routing.ConnectionRouter;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/** A database with the tables of tenants, an extra schema, and migrations in a directory of the test. */
final class InspectedDatabase implements AutoCloseable {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final SearchPaths PATHS = new SearchPaths(PUBLIC, List.of(SchemaName.of("extras")));

    private static final TenantTable TABLE = new TenantTable(PUBLIC, "client");

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final RoutingDataSource routing =
            new RoutingDataSource(database.dataSource(), new ConnectionRouter(PATHS), false);

    private final Path directory;

    private final List<TenantInitializer> initializers = new ArrayList<>();

    private final List<Object> events = new ArrayList<>();

    private TenantModel model = TenantModel.unknown();

    /** One for all, which does with the next what it did with the first. Another when there are other files. */
    private @Nullable SchemaMigrator maker;

    InspectedDatabase(Path directory) {
        this.directory = directory;
        jdbc.execute("CREATE SCHEMA extras");
        new TenantTableDdl(TABLE).all().forEach(jdbc::execute);
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

    DataSource dataSource() {
        return database.dataSource();
    }

    List<Object> events() {
        return events;
    }

    void write(String file, String sql) {
        try {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, sql);
            maker = null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void expect(Map<String, Set<String>> tables, Set<String> sequences) {
        List<TenantModel.Table> expected = new TreeMap<>(tables)
                .entrySet().stream()
                        .map(table -> new TenantModel.Table(table.getKey(), table.getValue(), false))
                        .toList();
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
        SchemaMigrator ready = maker != null ? maker : migrator(database.dataSource());
        maker = ready;
        ready.migrate(MigrationTarget.tenant(SchemaName.of(schema)));
    }

    long row(String schemaName, String status) {
        Long id = jdbc.queryForObject(
                "INSERT INTO client (schema_name, status) VALUES (?, ?) RETURNING id", Long.class, schemaName, status);
        return id == null ? 0 : id;
    }

    void domain(long tenant, String domain, boolean primary) {
        jdbc.update("INSERT INTO tenant_domain VALUES (?, ?, ?)", tenant, domain, primary);
    }

    private SchemaMigrator migrator(DataSource dataSource) {
        return new FlywaySchemaMigrator(
                dataSource,
                FlywaySettings.of(PUBLIC, List.of(location("shared")), List.of(location("tenant"))),
                getClass().getClassLoader());
    }

    private String location(String scope) {
        return "filesystem:" + directory.resolve(scope);
    }

    SchemaInspection inspection() {
        return inspection(database.dataSource());
    }

    /** Returns an inspection that reads by these connections. */
    SchemaInspection inspection(DataSource dataSource) {
        SchemaMigrator migrator = migrator(dataSource);
        return new SchemaInspection(
                dataSource,
                TABLE,
                PATHS,
                migrator,
                new FallThroughCheck(dataSource, PUBLIC, PATHS.extra(), Set.of()),
                () -> model,
                repair(migrator));
    }

    private TenantRepair repair(SchemaMigrator migrator) {
        SchemaProvisioner provisioner = new SchemaProvisioner(
                routing,
                (schema, connection) -> migrator.migrateWithin(MigrationTarget.tenant(schema), connection)
                        .leavesNothing(),
                () -> new JdbcTransactionManager(routing),
                initializers::stream);
        ProvisioningLifecycle lifecycle = new ProvisioningLifecycle(
                provisioner, TABLE, new TenantChangePublisher(Stream::of), events::add, false);
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
        database.close();
    }
}
