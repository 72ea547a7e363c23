package io.tenantschemas.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class JdbcTenantRegistryIT extends TenantRegistryContract {

    // A name that needs its quotes.
    private static final TenantTable TABLE = new TenantTable(SchemaName.of("public"), "Client");

    private static final HostName ACME_HOST = HostName.of("acme.example.com");

    private static final SchemaName ACME_SCHEMA = SchemaName.of("acme");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final StatementCounter counter = new StatementCounter(database.dataSource());

    private final JdbcTenantRegistry registry = new JdbcTenantRegistry(counter.dataSource(), TABLE);

    @BeforeEach
    void createTables() {
        new TenantTableDdl(TABLE).all().forEach(jdbc::execute);
        log.start();
        logger().addAppender(log);
        logger().setAdditive(false);
    }

    @AfterEach
    void dropDatabase() {
        logger().setAdditive(true);
        logger().detachAppender(log);
        database.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(JdbcTenantRegistry.class);
    }

    @Override
    protected TenantRegistry registry() {
        return registry;
    }

    @Override
    protected void store(Tenant tenant) {
        storeTenant(tenant.id(), tenant.schema().value(), tenant.status().name());
        tenant.domains().forEach(each -> storeDomain(tenant.id(), each.host().value(), each.primary()));
    }

    private void storeTenant(long id, String schemaName, String status) {
        jdbc.update("INSERT INTO \"Client\" (id, schema_name, status) VALUES (?, ?, ?)", id, schemaName, status);
    }

    private void storeDomain(long id, String domain, boolean primary) {
        jdbc.update("INSERT INTO tenant_domain (tenant_id, domain, is_primary) VALUES (?, ?, ?)", id, domain, primary);
    }

    private void storeAcme() {
        storeTenant(1, "acme", "ACTIVE");
        storeDomain(1, "acme.example.com", true);
    }

    @Test
    void looksUpATenantWithOneStatement() {
        storeAcme();
        storeDomain(1, "shop.acme.com", false);
        registry.findByHost(ACME_HOST);
        assertThat(counter.executed()).isEqualTo(1);
        registry.findBySchema(ACME_SCHEMA);
        assertThat(counter.executed()).isEqualTo(2);
    }

    @Test
    void looksUpWhatIsNotThereWithOneStatement() {
        registry.findByHost(ACME_HOST);
        assertThat(counter.executed()).isEqualTo(1);
        registry.findBySchema(ACME_SCHEMA);
        assertThat(counter.executed()).isEqualTo(2);
    }

    @Test
    void findsATenantAgainThatHasAnotherNameByNow() {
        storeAcme();
        Tenant acme = registry.findBySchema(ACME_SCHEMA).orElseThrow();
        jdbc.update("UPDATE \"Client\" SET schema_name = 'globex'");
        assertThat(registry.findAgain(acme)).contains(acme.withSchema(SchemaName.of("globex")));
        assertThat(counter.executed()).isEqualTo(2);
    }

    @Test
    void readsManyTenantsWithFewStatements() {
        storeMany(1_250);
        registry.forEach(tenant -> {});
        assertThat(counter.executed()).isEqualTo(4);
    }

    @Test
    void passesManyTenantsInTheOrderOfTheirIds() {
        storeMany(1_250);
        List<Long> ids = new ArrayList<>();
        registry.forEach(tenant -> ids.add(tenant.id()));
        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, 1_250).boxed().toList());
    }

    @Test
    void passesTenantsWithAllTheirDomainsAlsoAtTheEndOfAChunk() {
        storeMany(501);
        List<Integer> numbersOfDomains = new ArrayList<>();
        registry.forEach(tenant -> numbersOfDomains.add(tenant.domains().size()));
        assertThat(numbersOfDomains).hasSize(501).containsOnly(2);
    }

    private void storeMany(int tenants) {
        jdbc.update(
                "INSERT INTO \"Client\" (id, schema_name, status) SELECT n, 'tenant_' || n, 'ACTIVE' FROM generate_series(1, ?) n",
                tenants);
        jdbc.update(
                "INSERT INTO tenant_domain SELECT n, p || n || '.example.com', p = 'a' FROM generate_series(1, ?) n, unnest(ARRAY['a', 'b']) p",
                tenants);
    }

    @Test
    void goesOnAfterAChunkOfTenantsThatAreLeftOut() {
        jdbc.update(
                "INSERT INTO \"Client\" (id, schema_name, status) SELECT n, 'pg_' || n, 'ACTIVE' FROM generate_series(1, 501) n");
        storeTenant(502, "acme", "ACTIVE");
        List<Tenant> passed = new ArrayList<>();
        registry.forEach(passed::add);
        assertThat(passed).extracting(Tenant::schema).containsExactly(ACME_SCHEMA);
    }

    @Test
    void holdsNoConnectionWhileATenantIsPassed() {
        storeAcme();
        storeTenant(2, "globex", "ACTIVE");
        try (HikariDataSource pool = poolOfOne()) {
            JdbcTenantRegistry pooled = new JdbcTenantRegistry(pool, TABLE);
            List<Tenant> found = new ArrayList<>();
            pooled.forEach(tenant -> pooled.findBySchema(tenant.schema()).ifPresent(found::add));
            assertThat(found).hasSize(2);
        }
    }

    @Test
    void givesTheConnectionBackWhenAnActionFails() {
        storeAcme();
        try (HikariDataSource pool = poolOfOne()) {
            JdbcTenantRegistry pooled = new JdbcTenantRegistry(pool, TABLE);
            assertThatIllegalStateException()
                    .isThrownBy(() -> pooled.forEach(tenant -> {
                        throw new IllegalStateException("failed");
                    }));
            assertThat(pooled.findBySchema(ACME_SCHEMA)).isPresent();
        }
    }

    private HikariDataSource poolOfOne() {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(database.dataSource());
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(1_000);
        pool.setAutoCommit(false);
        return pool;
    }

    @Test
    void ignoresTheSearchPath() {
        storeAcme();
        jdbc.execute("CREATE SCHEMA other");
        new TenantTableDdl(new TenantTable(SchemaName.of("other"), "Client"))
                .all()
                .forEach(jdbc::execute);
        jdbc.execute(
                "CREATE FUNCTION other.lower(varchar) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''wrong''::text'");
        jdbc.execute("ALTER DATABASE %s SET search_path = other, pg_temp".formatted(database.name()));
        assertThat(registry.findByHost(ACME_HOST)).isPresent();
        assertThat(registry.findBySchema(ACME_SCHEMA)).isPresent();
        List<Tenant> passed = new ArrayList<>();
        registry.forEach(passed::add);
        assertThat(passed).hasSize(1);
    }

    @Test
    void joinsATransactionOnItsDataSource() {
        DataSource dataSource = database.dataSource();
        JdbcTenantRegistry joining = new JdbcTenantRegistry(dataSource, TABLE);
        new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult(status -> {
            new JdbcTemplate(dataSource)
                    .update("INSERT INTO \"Client\" (schema_name, status) VALUES ('acme', 'ACTIVE')");
            assertThat(joining.findBySchema(ACME_SCHEMA)).isPresent();
            assertThat(registry.findBySchema(ACME_SCHEMA)).isEmpty();
        });
    }

    @Test
    void usesTheUniqueIndexes() {
        storeMany(5_000);
        jdbc.execute("ANALYZE");
        assertThat(planOf("SELECT * FROM tenant_domain WHERE pg_catalog.lower(domain) = 'a1.example.com'"))
                .contains("Index Scan");
        assertThat(planOf("SELECT * FROM \"Client\" WHERE pg_catalog.lower(schema_name) = 'tenant_1'"))
                .contains("Index Scan");
    }

    private String planOf(String sql) {
        return String.join("\n", jdbc.queryForList("EXPLAIN " + sql, String.class));
    }

    @Test
    void findsAHostThatWasWrittenInUpperCase() {
        storeTenant(1, "acme", "ACTIVE");
        storeDomain(1, "Acme.Example.COM", true);
        assertThat(registry.findByHost(ACME_HOST))
                .get()
                .extracting(Tenant::domains)
                .isEqualTo(List.of(new Domain(ACME_HOST, true)));
    }

    @Test
    void putsThePrimaryDomainFirst() {
        storeTenant(1, "acme", "ACTIVE");
        storeDomain(1, "a.example.com", false);
        storeDomain(1, "b.example.com", true);
        storeDomain(1, "c.example.com", false);
        assertThat(registry.findByHost(HostName.of("c.example.com"))
                        .orElseThrow()
                        .domains())
                .extracting(domain -> domain.host().value())
                .containsExactly("b.example.com", "a.example.com", "c.example.com");
    }

    @Test
    void neverReturnsATenantWithAMalformedSchemaName() {
        storeTenant(1, "ACME", "ACTIVE");
        storeDomain(1, "acme.example.com", true);
        assertNeverReturned();
        assertThat(warnings())
                .hasSize(3)
                .allSatisfy(warning -> assertThat(warning).contains("id 1", "'ACME'"));
    }

    @Test
    void neverReturnsATenantWithAnUnknownStatus() {
        storeTenant(1, "acme", "active");
        storeDomain(1, "acme.example.com", true);
        assertNeverReturned();
        assertThat(warnings())
                .hasSize(3)
                .allSatisfy(warning -> assertThat(warning).contains("id 1", "'active'"));
    }

    @Test
    void neverReturnsATenantWithoutSchemaNameOrStatus() {
        jdbc.execute("ALTER TABLE \"Client\" ALTER schema_name DROP NOT NULL, ALTER status DROP NOT NULL");
        jdbc.update("INSERT INTO \"Client\" (id, schema_name) VALUES (1, 'acme'), (2, NULL)");
        storeDomain(1, "acme.example.com", true);
        assertNeverReturned();
    }

    private void assertNeverReturned() {
        assertThat(registry.findByHost(ACME_HOST)).isEmpty();
        assertThat(registry.findBySchema(ACME_SCHEMA)).isEmpty();
        List<Tenant> passed = new ArrayList<>();
        registry.forEach(passed::add);
        assertThat(passed).isEmpty();
    }

    @Test
    void leavesOutAMalformedDomain() {
        storeAcme();
        storeDomain(1, "not a host\nat all", false);
        assertThat(registry.findBySchema(ACME_SCHEMA))
                .contains(new Tenant(1, ACME_SCHEMA, TenantStatus.ACTIVE, List.of(new Domain(ACME_HOST, true))));
        assertThat(warnings()).singleElement().asString().contains("'not a host?at all'", "id 1");
    }

    @Test
    void findsNoTenantForAHostThatLeadsToTwo() {
        jdbc.execute("DROP INDEX tenant_domain_lower_idx");
        storeAcme();
        storeTenant(2, "globex", "ACTIVE");
        storeDomain(2, "ACME.example.com", true);
        assertThat(registry.findByHost(ACME_HOST)).isEmpty();
        assertThat(warnings()).singleElement().asString().contains("acme (id 1)", "globex (id 2)");
    }

    @Test
    void findsNoTenantForADomainThatBelongsToNone() {
        jdbc.execute("ALTER TABLE tenant_domain DROP CONSTRAINT tenant_domain_tenant_id_fkey");
        storeDomain(7, "acme.example.com", true);
        assertThat(registry.findByHost(ACME_HOST)).isEmpty();
    }

    @Test
    void saysWhichTableIsMissingAndHowToMakeIt() {
        jdbc.execute("DROP TABLE \"Client\" CASCADE");
        assertThatExceptionOfType(TenantTableException.class)
                .isThrownBy(() -> registry.findByHost(ACME_HOST))
                .withMessageContaining("\"public\".\"Client\"")
                .withMessageContaining(new TenantTableDdl(TABLE).createTable())
                .withMessageContaining(new TenantTableDdl(TABLE).uniqueIndexOnPrimaryDomain())
                .satisfies(thrown -> assertThat(thrown.table()).isEqualTo(TABLE));
    }

    @Test
    void saysThatAColumnIsMissing() {
        jdbc.execute("ALTER TABLE tenant_domain DROP COLUMN is_primary");
        assertThatExceptionOfType(TenantTableException.class)
                .isThrownBy(() -> registry.forEach(tenant -> {}))
                .withMessageContaining("tenant_domain");
    }

    @Test
    void saysThatTheSchemaOfTheTablesIsMissing() {
        TenantTable elsewhere = new TenantTable(SchemaName.of("elsewhere"), "client");
        assertThatExceptionOfType(TenantTableException.class)
                .isThrownBy(() -> new JdbcTenantRegistry(database.dataSource(), elsewhere).findBySchema(ACME_SCHEMA))
                .withMessageContaining("\"elsewhere\".\"client\"");
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
