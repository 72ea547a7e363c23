package io.tenantschemas.autoconfigure.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a person reads on the console when an application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailuresIT {

    private static final String MODELS = "io.tenantschemas.autoconfigure.entity.";

    private static final Pattern SQL = Pattern.compile("(?m)^    ((?:CREATE|ALTER) .*;)$");

    /** The entities of the documentation's example, without its controllers. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = Client.class)
    static class Clients {}

    /** The same with a data source for schemas. */
    @Configuration(proxyBeanMethods = false)
    @Import(Clients.class)
    static class ClientsApart {

        @Bean(defaultCandidate = false)
        @FlywayDataSource
        DataSource migrations(Environment environment) {
            return new DriverManagerDataSource(
                    environment.getRequiredProperty("ddl.url"),
                    environment.getRequiredProperty("spring.datasource.username"),
                    environment.getRequiredProperty("spring.datasource.password"));
        }
    }

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    @AfterEach
    void dropDatabase() {
        database.closeWithRoles();
    }

    private ConfigurableApplicationContext start(Class<?> application, String... properties) {
        List<String> arguments = new ArrayList<>();
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return application(application).run(arguments.toArray(String[]::new));
    }

    private SpringApplicationBuilder application(Class<?> application) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.jmx.enabled=false",
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=" + database.username(),
                        "spring.datasource.password=" + database.password());
    }

    private String failure(CapturedOutput output, Class<?> application, String... properties) {
        assertThatThrownBy(() -> start(application, properties).close()).isNotNull();
        String text = output.toString();
        assertThat(text).contains("APPLICATION FAILED TO START");
        return text.substring(text.lastIndexOf("APPLICATION FAILED TO START"));
    }

    private static Class<?> model(String name) throws ClassNotFoundException {
        return Class.forName(MODELS + name + ".Application");
    }

    private void runPrintedSql(String text) {
        assertThat(SQL.matcher(text).results()).isNotEmpty().allSatisfy(statement -> jdbc.execute(statement.group(1)));
    }

    @Test
    void printsTheSqlOfMissingTablesAndStartsOnceItWasRun(CapturedOutput output) throws ClassNotFoundException {
        String text = failure(
                output,
                model("sequences"),
                "tenant-schemas.migrations.on-startup=none",
                "spring.jpa.hibernate.ddl-auto=none");
        assertThat(text)
                .contains("db/shared/V1__tenants.sql", "CREATE TABLE \"public\".\"company\"", "tenant_domain")
                .doesNotContain("tenant_provisioning");
        runPrintedSql(text);
        assertThatCode(() -> start(model("sequences"), "tenant-schemas.migrations.on-startup=none")
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void printsTheSqlOfWhatASecondDataSourceNeedsAlsoWhereNobodyMakesTenants(CapturedOutput output) {
        String text = failure(
                output, ClientsApart.class, "ddl.url=" + database.url(), "tenant-schemas.provisioning.mode=none");
        assertThat(text).contains("CREATE TABLE \"public\".\"tenant_provisioning\"");
    }

    @Test
    void namesBothDatabasesWhereThatForSchemasIsAnother(CapturedOutput output) {
        try (TestDatabase other = PostgresServer.forTests().createDatabase()) {
            String text = failure(
                    output, ClientsApart.class, "ddl.url=" + other.url(), "tenant-schemas.provisioning.mode=async");
            assertThat(text)
                    .contains(
                            "'migrations'", "@FlywayDataSource", "'" + other.name() + "'", "'" + database.name() + "'")
                    .contains("Have both lead to the same database");
            assertThat(new JdbcTemplate(other.dataSource())
                            .queryForList("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                    .isEmpty();
        }
    }

    @Test
    void printsTheSqlOfMissingIndexesAndColumns(CapturedOutput output) throws ClassNotFoundException {
        jdbc.execute("CREATE TABLE company (id bigint PRIMARY KEY, schema_name text)");
        jdbc.execute("CREATE TABLE tenant_domain (tenant_id bigint, domain text)");
        String text = failure(output, model("sequences"), "tenant-schemas.migrations.on-startup=none");
        assertThat(text)
                .doesNotContain("CREATE TABLE", "V1__tenants.sql", "own attributes")
                .contains("is_primary", "lower(domain)", "ADD COLUMN status", "db/shared");
        runPrintedSql(text);
        assertThatCode(() -> start(model("sequences"), "tenant-schemas.migrations.on-startup=none")
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void printsTheSqlOfTheTableThatIsOnlyForSchemasThatAreMadeLater(CapturedOutput output) {
        start(Clients.class).close();
        String async = "tenant-schemas.provisioning.mode=async";
        String text = failure(output, Clients.class, async);
        assertThat(text)
                .contains(
                        "There is no table \"public\".\"tenant_provisioning\".",
                        "tenant-schemas.migrations.shared.locations",
                        "tenant-schemas.provisioning.mode=sync")
                .doesNotContain("V1__tenants.sql", "own attributes", "tenant_domain");
        runPrintedSql(text);
        assertThatCode(() -> start(Clients.class, async).close()).doesNotThrowAnyException();
    }

    @Test
    void namesThePropertyThatNeedsFlywayWhereThereIsNone(CapturedOutput output) {
        start(Clients.class).close();
        assertThatThrownBy(() -> application(Clients.class)
                        .resourceLoader(new DefaultResourceLoader(new FilteredClassLoader("org.flywaydb")))
                        .run("--tenant-schemas.migrations.require-current=true")
                        .close())
                .isNotNull();
        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START",
                        "tenant-schemas.migrations.require-current=true",
                        "spring-boot-starter-flyway",
                        "SchemaReadiness",
                        "tenant-schemas.migrations.require-current=false");
    }

    @Test
    void namesTenantsThatHaveNoRoles(CapturedOutput output) {
        try (ConfigurableApplicationContext before = start(Clients.class)) {
            before.getBean(JdbcTemplate.class)
                    .execute("INSERT INTO client (schema_name, status, name, on_trial, created_on)"
                            + " VALUES ('made_before', 'ACTIVE', 'Before', true, now()); CREATE SCHEMA made_before");
        }

        assertThat(failure(output, Clients.class, "tenant-schemas.routing.strategy=role"))
                .contains("do not belong to roles of their names", "'made_before'", "docs/role.md");
    }

    @ParameterizedTest
    @CsvSource({
        "tenant-schemas.routing.role.group, pg_tenants",
        "spring.datasource.hikari.connection-init-sql, SET ROLE postgres"
    })
    void namesThePropertyThatRolesOfTenantsForbid(String property, String value, CapturedOutput output) {
        assertThat(failure(output, Clients.class, "tenant-schemas.routing.strategy=role", property + "=" + value))
                .contains(property, value);
    }

    @Test
    void showsTheTenantModelToWrite(CapturedOutput output) throws ClassNotFoundException {
        assertThat(failure(output, model("none")))
                .contains(
                        "No entity extends AbstractTenant", "public class Client extends AbstractTenant {", "@Shared");
    }

    @Test
    void namesBothTenantModels(CapturedOutput output) throws ClassNotFoundException {
        assertThat(failure(output, model("two")))
                .contains(MODELS + "two.Client", MODELS + "two.Company", "Keep one of them");
    }

    @Test
    void showsWhatToWriteOnAnUnmarkedEntityWithoutNoise(CapturedOutput output) throws ClassNotFoundException {
        String text = failure(output, model("unmarked"));
        assertThat(text)
                .contains("Description:", MODELS + "unmarked.Note is marked neither as shared nor as tenant-scoped")
                .contains("Action:", "@TenantScoped (one table per tenant)", "tenant-schemas.entities.shared-packages");
        assertThat(output).doesNotContain("\tat ");
        assertThat(output.toString().split("is marked neither as shared nor", -1))
                .hasSizeLessThan(6);
    }

    @Test
    void namesTheTypesOfTenantsThatThereAre(CapturedOutput output) throws ClassNotFoundException {
        assertThat(failure(output, model("typed")))
                .contains(MODELS + "typed.Report is meant for tenants of type 'premum'", "There are: basic, premium.");
    }

    @Test
    void onlyWarnsOfAFolderOfMigrationsWhereTenantsHaveNoTypes(CapturedOutput output) {
        assertThatCode(() -> start(Clients.class, "tenant-schemas.migrations.tenant.locations=classpath:db/plan/tenant")
                        .close())
                .doesNotThrowAnyException();
        assertThat(output).contains("classpath:db/plan/tenant-premium");
    }

    @Test
    void namesBothMigrationsOfOneVersion(CapturedOutput output) {
        assertThat(failure(
                        output,
                        Clients.class,
                        "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/plan/tenant"))
                .contains("All tenants", "version 1", "db/plan/tenant/V1__items.sql", "db/tenant/V1__notes.sql");
    }

    @Test
    void acceptsAnUnmarkedEntityOfAListedPackage() throws ClassNotFoundException {
        createTenantTables("client");
        Class<?> application = model("unmarked");
        String none = "tenant-schemas.migrations.on-startup=none";
        assertThatCode(() -> start(application, none, "tenant-schemas.entities.tenant-packages=" + MODELS + "unmarked")
                        .close())
                .doesNotThrowAnyException();
        assertThatCode(() -> start(application, none, "tenant-schemas.entities.default-scope=tenant")
                        .close())
                .doesNotThrowAnyException();
    }

    private void createTenantTables(String table) {
        jdbc.execute("""
                CREATE TABLE %1$s (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, schema_name text, status text);
                CREATE UNIQUE INDEX ON %1$s (lower(schema_name));
                CREATE TABLE tenant_domain (tenant_id bigint, domain text, is_primary boolean);
                CREATE UNIQUE INDEX ON tenant_domain (lower(domain));
                CREATE UNIQUE INDEX ON tenant_domain (tenant_id) WHERE is_primary;
                """.formatted(table));
    }

    @Test
    void printsTheSqlThatPutsOldTablesAndSequencesOutOfReach(CapturedOutput output) throws ClassNotFoundException {
        createTenantTables("company");
        jdbc.execute("CREATE TABLE note (id bigint); CREATE SEQUENCE note_seq; CREATE SEQUENCE plan_seq");
        String[] none = {"tenant-schemas.migrations.on-startup=none"};
        String text = failure(output, model("sequences"), none);
        assertThat(text)
                .contains("table public.note", "sequence public.note_seq")
                .doesNotContain("plan_seq");
        runPrintedSql(text);
        assertThatCode(() -> start(model("sequences"), none).close()).doesNotThrowAnyException();
    }

    @Test
    void findsCollisionsOfThingsWithoutAnEntityInTheNewestTenantsSchema(CapturedOutput output)
            throws ClassNotFoundException {
        createTenantTables("company");
        jdbc.execute("INSERT INTO company (schema_name, status) VALUES ('acme', 'ACTIVE')");
        jdbc.execute("CREATE SCHEMA acme; CREATE VIEW acme.report AS SELECT 1; CREATE VIEW public.report AS SELECT 1");
        jdbc.execute("CREATE FUNCTION acme.total() RETURNS int RETURN 1; CREATE FUNCTION total() RETURNS int RETURN 1");
        assertThat(failure(output, model("sequences"), "tenant-schemas.migrations.on-startup=none"))
                .contains("view public.report", "routine public.total()");
    }

    @Test
    void refusesATenantsSchemaInEverybodysSearchPath(CapturedOutput output) {
        start(Clients.class).close();
        addTenant(1);
        jdbc.update("UPDATE client SET status = 'SUSPENDED'");
        String extra = "tenant-schemas.extra-search-path=tenant1,extensions";
        assertThat(failure(output, Clients.class, extra))
                .contains("tenant-schemas.extra-search-path", "tenants' own: tenant1.");
    }

    @Test
    void allowsAllThatBelongsToAnEntityInBothPlaces() throws ClassNotFoundException {
        createTenantTables("client");
        jdbc.execute("INSERT INTO client (schema_name, status) VALUES ('acme', 'ACTIVE')");
        jdbc.execute("CREATE SCHEMA acme");
        for (String schema : List.of("public", "acme")) {
            jdbc.execute("CREATE TABLE %1$s.audit (id bigint); CREATE TABLE %1$s.audit_labels (labels text);"
                    .formatted(schema));
            jdbc.execute("CREATE SEQUENCE %s.audit_seq INCREMENT 50".formatted(schema));
        }
        Class<?> application = model("both");
        assertThatCode(() -> start(application, "tenant-schemas.migrations.on-startup=none")
                        .close())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "spring.jpa.hibernate.ddl-auto=create",
        "spring.jpa.hibernate.ddl-auto=create-drop",
        "spring.jpa.hibernate.ddl-auto=update",
        "spring.jpa.generate-ddl=true"
    })
    void refusesToLetHibernateMakeTables(String property, CapturedOutput output) {
        assertThat(failure(output, Clients.class, property)).contains("spring.jpa.hibernate.ddl-auto", "'none'");
        assertThat(jdbc.queryForObject("SELECT to_regclass('public.note') IS NULL", Boolean.class))
                .isTrue();
    }

    @Test
    void validatesSharedTables(CapturedOutput output) {
        String validate = "spring.jpa.hibernate.ddl-auto=validate";
        assertThatCode(() -> start(Clients.class, validate).close()).doesNotThrowAnyException();
        jdbc.execute("ALTER TABLE client DROP COLUMN paid_until");
        assertThatThrownBy(() -> start(Clients.class, validate).close())
                .hasStackTraceContaining("missing column [paid_until]");
    }

    @Test
    void refusesATenantsTableThatHibernateMapsElsewhere(CapturedOutput output) {
        start(Clients.class).close();
        jdbc.execute("CREATE TABLE company (LIKE client INCLUDING ALL)");
        assertThat(failure(output, Clients.class, "tenant-schemas.tenant-table=company"))
                .contains("\"public\".\"company\"", "public.client", "tenant-schemas.tenant-table");
    }

    @ParameterizedTest
    @CsvSource({
        "tenant-schemas.public-schema, Pg_x",
        "tenant-schemas.extra-search-path[0], public",
        "tenant-schemas.extra-search-path[0], Bad Name",
        "tenant-schemas.resolution.cache.maximum-size, -1",
        "tenant-schemas.resolution.cache.misses-per-second, 0",
        "tenant-schemas.resolution.cache.time-to-live, -5s",
        "tenant-schemas.routing.role.shared-privileges, everything",
        "tenant-schemas.entities.default-scope, nonsense",
        "tenant-schemas.tenant-types[0], ../premium",
        "tenant-schemas.tenant-type-column, plan",
        "tenant-schemas.migrations.parallelism, 0"
    })
    void namesAWrongProperty(String property, String value, CapturedOutput output) {
        assertThat(failure(output, Clients.class, property + "=" + value))
                .contains("Description:", property)
                .contains("Action:");
    }

    @Test
    void saysHowManyTenantsAConnectionMayServe(CapturedOutput output) {
        assertThat(failure(output, Clients.class, "tenant-schemas.routing.max-tenants-per-connection=-1"))
                .contains(
                        "Property tenant-schemas.routing.max-tenants-per-connection cannot be '-1'",
                        "It must not be negative. Use 0 for any number.");
    }

    @Test
    void refusesToQualifyNamesBehindAPooler(CapturedOutput output) {
        assertThat(failure(
                        output,
                        Clients.class,
                        "tenant-schemas.routing.scope=transaction",
                        "tenant-schemas.routing.strategy=qualified"))
                .contains("tenant-schemas.routing.strategy", "tenant-schemas.routing.scope=transaction", "search-path");
    }

    @Configuration(proxyBeanMethods = false)
    static class WantsThePool extends Clients {

        @Bean
        String poolName(HikariDataSource pool) {
            return String.valueOf(pool.getPoolName());
        }
    }

    @Test
    void saysHowToReachThePoolBehindTheDataSource(CapturedOutput output) {
        assertThat(failure(output, WantsThePool.class))
                .contains("RoutingDataSource", "unwrap(HikariDataSource.class)", "tenant-schemas.routing.exclude");
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources extends Clients {

        @Bean
        DriverManagerDataSource one() {
            return new DriverManagerDataSource();
        }

        @Bean
        DriverManagerDataSource other() {
            return new DriverManagerDataSource();
        }
    }

    @Test
    void asksWhichOfSeveralDataSourcesHoldsTheTenants(CapturedOutput output) {
        assertThat(failure(output, TwoDataSources.class))
                .contains("one, other", "@Primary", "tenant-schemas.routing.exclude");
    }

    @Test
    void needsTheSameStatementsAtStartWhateverTheNumberOfTenants() {
        start(Clients.class).close();
        addTenant(1);
        long few = statementsOfAStart();
        for (int number = 2; number <= 50; number++) {
            addTenant(number);
        }
        assertThat(statementsOfAStart()).isEqualTo(few).isPositive();
    }

    private void addTenant(int number) {
        jdbc.execute("CREATE SCHEMA tenant%1$d; CREATE TABLE tenant%1$d.note (id bigint, text text)".formatted(number));
        jdbc.update(
                "INSERT INTO client (schema_name, status, name, on_trial, created_on) VALUES (?, 'ACTIVE', 'x', true, now())",
                "tenant" + number);
    }

    private long statementsOfAStart() {
        try (ConfigurableApplicationContext context = start(Counting.class)) {
            return context.getBean(CountedStatements.class).executed();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Counting extends Clients {

        @Bean
        CountedStatements statements() {
            return new CountedStatements();
        }

        @Bean
        DataSource dataSource(CountedStatements statements, Environment environment) {
            return statements.counting(new DriverManagerDataSource(
                    environment.getRequiredProperty("spring.datasource.url"),
                    environment.getRequiredProperty("spring.datasource.username"),
                    environment.getRequiredProperty("spring.datasource.password")));
        }
    }
}
