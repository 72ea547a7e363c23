package io.tenantschemas.registry;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class TenantTableCheckIT {

    private static final TenantTable TABLE = new TenantTable(SchemaName.of("public"), "client");

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final TenantTableDdl ddl = new TenantTableDdl(TABLE);

    private final TenantTableCheck check = new TenantTableCheck(database.dataSource(), TABLE);

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private void createAll() {
        ddl.all().forEach(jdbc::execute);
    }

    private List<String> missing() {
        return check.missing().stream().map(TenantTableCheck.Missing::what).toList();
    }

    private void add(List<TenantTableCheck.Missing> missing) {
        missing.forEach(each -> jdbc.execute(each.sql()));
    }

    @Test
    void missesNothingWhenAllIsThere() {
        createAll();
        assertThat(check.missing()).isEmpty();
    }

    @Test
    void missesTablesAndIndexesInAnEmptyDatabase() {
        assertThat(missing())
                .containsExactly(
                        "table \"public\".\"client\"",
                        "table \"public\".\"tenant_domain\"",
                        "unique index on lower(schema_name) of \"public\".\"client\"",
                        "unique index on lower(domain) of \"public\".\"tenant_domain\"",
                        "unique index on (tenant_id) WHERE is_primary of \"public\".\"tenant_domain\"");
    }

    @Test
    void givesTheSqlThatMakesEverything() {
        add(check.missing());
        assertThat(check.missing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "client, id",
        "client, schema_name",
        "client, status",
        "tenant_domain, tenant_id",
        "tenant_domain, domain",
        "tenant_domain, is_primary"
    })
    void missesAColumnAndGivesTheSqlThatAddsIt(String table, String column) {
        createAll();
        jdbc.execute("ALTER TABLE %s DROP COLUMN %s CASCADE".formatted(table, column));
        assertThat(missing()).contains("column %s of \"public\".\"%s\"".formatted(column, table));
        add(check.missing());
        assertThat(check.missing()).isEmpty();
    }

    @Test
    void addsIdAndStatusToATableThatHasRows() {
        jdbc.execute("CREATE TABLE client (schema_name varchar(63) PRIMARY KEY)");
        jdbc.execute("INSERT INTO client VALUES ('acme'), ('globex')");
        add(check.missing());
        assertThat(check.missing()).isEmpty();
        assertThat(jdbc.queryForList("SELECT DISTINCT status FROM client", String.class))
                .containsExactly("ACTIVE");
    }

    @Test
    void missesWhatStandsInAnotherSchemaOnly() {
        jdbc.execute("CREATE SCHEMA other");
        new TenantTableDdl(new TenantTable(SchemaName.of("other"), "client"))
                .all()
                .forEach(jdbc::execute);
        assertThat(missing()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX ON client (lower(schema_name))",
                "CREATE UNIQUE INDEX ON client (schema_name)",
                "CREATE UNIQUE INDEX ON client (upper(schema_name))",
                "CREATE UNIQUE INDEX ON client (lower(status))",
                "CREATE UNIQUE INDEX ON client (lower(schema_name), id)",
                "CREATE UNIQUE INDEX ON client (lower(schema_name)) WHERE status = 'ACTIVE'"
            })
    void missesAnIndexThatDoesNotKeepSchemaNamesUnique(String insufficient) {
        createAll();
        jdbc.execute("DROP INDEX client_lower_idx");
        jdbc.execute(insufficient);
        assertThat(check.missing())
                .extracting(TenantTableCheck.Missing::sql)
                .containsExactly(ddl.uniqueIndexOnSchemaName());
    }

    @Test
    void missesAnIndexThatIsNotValid() {
        createAll();
        jdbc.execute("DROP INDEX client_lower_idx");
        jdbc.execute("INSERT INTO client (schema_name, status) VALUES ('acme', 'ACTIVE'), ('ACME', 'ACTIVE')");
        try {
            jdbc.execute("CREATE UNIQUE INDEX CONCURRENTLY client_lower_idx ON client (lower(schema_name))");
        } catch (DataIntegrityViolationException duplicates) {
            // Leaves an index that is not valid.
        }
        assertThat(missing()).containsExactly("unique index on lower(schema_name) of \"public\".\"client\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE UNIQUE INDEX any_name ON client (lower(schema_name))",
                "CREATE UNIQUE INDEX ON client (lower(schema_name)) INCLUDE (id, status)",
                "CREATE UNIQUE INDEX ON client (lower(schema_name) DESC)",
                "CREATE UNIQUE INDEX ON client (lower(schema_name) COLLATE \"C\")",
                "ALTER TABLE client ALTER schema_name TYPE text; CREATE UNIQUE INDEX ON client (lower(schema_name))",
                "CREATE UNIQUE INDEX ON client (lower(schema_name::text))"
            })
    void acceptsAnIndexThatKeepsSchemaNamesUnique(String sufficient) {
        createAll();
        jdbc.execute("DROP INDEX client_lower_idx");
        jdbc.execute(sufficient);
        assertThat(check.missing()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(tenant_id) WHERE is_primary",
                "(tenant_id) WHERE is_primary = true",
                "(tenant_id) WHERE (is_primary)",
                "(tenant_id) WHERE is_primary IS TRUE",
                "(tenant_id) WHERE is_primary IS NOT FALSE",
                "(tenant_id) INCLUDE (domain) WHERE is_primary",
                "(tenant_id)"
            })
    void acceptsAnIndexThatAllowsOnePrimaryDomain(String sufficient) {
        createAll();
        jdbc.execute("DROP INDEX tenant_domain_tenant_id_idx");
        jdbc.execute("CREATE UNIQUE INDEX ON tenant_domain " + sufficient);
        assertThat(check.missing()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(tenant_id) WHERE NOT is_primary",
                "(tenant_id) WHERE is_primary AND domain LIKE 'a%'",
                "(tenant_id) WHERE is_primary IS FALSE",
                "(tenant_id, domain) WHERE is_primary",
                "(domain) WHERE is_primary"
            })
    void missesAnIndexThatAllowsTwoPrimaryDomains(String insufficient) {
        createAll();
        jdbc.execute("DROP INDEX tenant_domain_tenant_id_idx");
        jdbc.execute("CREATE UNIQUE INDEX ON tenant_domain " + insufficient);
        assertThat(missing())
                .containsExactly("unique index on (tenant_id) WHERE is_primary of \"public\".\"tenant_domain\"");
    }

    @Test
    void asksForNothingElse() {
        jdbc.execute("CREATE TABLE client (id bigint, schema_name text, status text, name text)");
        jdbc.execute("CREATE TABLE tenant_domain (tenant_id bigint, domain text, is_primary boolean)");
        jdbc.execute(ddl.uniqueIndexOnSchemaName());
        jdbc.execute(ddl.uniqueIndexOnDomain());
        jdbc.execute(ddl.uniqueIndexOnPrimaryDomain());
        assertThat(check.missing()).isEmpty();
    }

    @Test
    void ignoresTheSearchPath() {
        createAll();
        jdbc.execute("ALTER DATABASE %s SET search_path = pg_temp".formatted(database.name()));
        assertThat(check.missing()).isEmpty();
    }

    @Test
    void missesTheTableOfTenantsThatWaitOnlyWhereThereAreSuch() {
        createAll();
        assertThat(check.missing()).isEmpty();

        TenantTableCheck withProvisioning = new TenantTableCheck(database.dataSource(), TABLE, true);
        List<TenantTableCheck.Missing> missing = withProvisioning.missing();
        assertThat(missing)
                .extracting(TenantTableCheck.Missing::what)
                .containsExactly("table \"public\".\"tenant_provisioning\"");
        add(missing);
        assertThat(withProvisioning.missing()).isEmpty();
    }

    @Test
    void addsColumnsToTheTableOfTenantsThatWait() {
        createAll();
        jdbc.execute("CREATE TABLE tenant_provisioning (other integer)");

        TenantTableCheck withProvisioning = new TenantTableCheck(database.dataSource(), TABLE, true);
        List<TenantTableCheck.Missing> missing = withProvisioning.missing();
        assertThat(missing)
                .extracting(each -> each.what().substring(0, each.what().indexOf(" of ")))
                .containsExactly(
                        "column tenant_id",
                        "column wanted_status",
                        "column attempts",
                        "column is_begun",
                        "column next_attempt_at",
                        "column losses",
                        "column reason",
                        "column schema_oid",
                        "unique index on tenant_id");
        add(missing);
        assertThat(withProvisioning.missing()).isEmpty();
    }

    @Test
    void missesWhatKeepsTenantsThatWaitApart() {
        createAll();
        jdbc.execute(ddl.createProvisioningTable());
        jdbc.execute("ALTER TABLE tenant_provisioning DROP CONSTRAINT tenant_provisioning_pkey");

        TenantTableCheck withProvisioning = new TenantTableCheck(database.dataSource(), TABLE, true);
        List<TenantTableCheck.Missing> missing = withProvisioning.missing();
        assertThat(missing)
                .extracting(TenantTableCheck.Missing::what)
                .containsExactly("unique index on tenant_id of \"public\".\"tenant_provisioning\"");
        add(missing);
        assertThat(withProvisioning.missing()).isEmpty();
    }
}
