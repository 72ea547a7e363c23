package io.tenantschemas.inspect;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.inspect.Finding.InvalidIndex;
import io.tenantschemas.provision.TenantCreated;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SchemaRepairIT {

    private static InspectedDatabase database;

    @BeforeAll
    static void create(@TempDir Path directory) {
        database = new InspectedDatabase(directory);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void makeATenant() {
        database.reset();
        database.tenant("acme");
    }

    private void execute(String sql) {
        database.jdbc().execute(sql);
    }

    private List<Repair> repair() {
        SchemaInspection inspection = database.inspection();
        return inspection.repair(inspection.inspect());
    }

    private int count(String sql) {
        Integer count = database.jdbc().queryForObject(sql, Integer.class);
        return count == null ? -1 : count;
    }

    private boolean hasSchema(String schema) {
        return count("SELECT count(*) FROM pg_namespace WHERE nspname = '%s'".formatted(schema)) == 1;
    }

    private void makeInvalidIndex(String table) {
        execute("INSERT INTO %1$s SELECT 1, 'twice' FROM generate_series(1, 2)".formatted(table));
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> execute("CREATE UNIQUE INDEX CONCURRENTLY twice ON %s (name)".formatted(table)));
    }

    @Test
    void makesTheSchemaOfATenantThatHasNoneAndFillsIt() {
        database.add(
                tenant -> new JdbcTemplate(database.routing()).update("INSERT INTO note (body) VALUES ('Welcome')"));
        long id = database.row("globex", "SUSPENDED");
        database.domain(id, "globex.example.com", true);
        assertThat(repair())
                .singleElement()
                .isInstanceOfSatisfying(
                        Repair.Done.class, done -> assertThat(done.what()).isEqualTo("made the schema"));
        assertThat(database.jdbc().queryForList("SELECT body FROM globex.note", String.class))
                .containsExactly("Welcome");
        assertThat(database.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        TenantCreated.class,
                        created -> assertThat(created.tenant().id()).isEqualTo(id));
        assertThat(database.jdbc()
                        .queryForObject("SELECT status FROM client WHERE schema_name = 'globex'", String.class))
                .isEqualTo("SUSPENDED");
        assertThat(database.described()).isEmpty();
        assertThat(repair()).isEmpty();
        assertThat(count("SELECT count(*) FROM globex.note")).isEqualTo(1);
    }

    @Test
    void makesNoSchemaThatTwoTenantsWouldHave() {
        execute("DROP INDEX client_lower_idx");
        database.domain(database.row("globex", "ACTIVE"), "globex.example.com", true);
        database.domain(database.row("globex", "ACTIVE"), "www.globex.example.com", true);
        assertThat(repair()).isEmpty();
        assertThat(hasSchema("globex")).isFalse();
    }

    @Test
    void makesNoSchemaBesideOneInOtherLetters() {
        execute("CREATE SCHEMA \"Globex\"");
        database.domain(database.row("globex", "ACTIVE"), "globex.example.com", true);
        assertThat(repair()).isEmpty();
        assertThat(hasSchema("globex")).isFalse();
    }

    @Test
    void leavesNothingOfASchemaThatCouldNotBeMadeAndMendsTheOthers() {
        database.add(tenant -> {
            if (tenant.schema().equals(SchemaName.of("globex"))) {
                throw new IllegalStateException("no seed\nfor globex");
            }
        });
        database.domain(database.row("globex", "ACTIVE"), "globex.example.com", true);
        database.domain(database.row("initech", "ACTIVE"), "initech.example.com", true);
        assertThat(repair())
                .satisfiesExactly(
                        failed -> assertThat(((Repair.Failed) failed).reason()).isEqualTo("no seed for globex"),
                        done -> assertThat(done).isInstanceOf(Repair.Done.class));
        assertThat(hasSchema("globex")).isFalse();
        assertThat(hasSchema("initech")).isTrue();
        assertThat(database.described())
                .containsExactly(database.found().get(0).describe())
                .allSatisfy(description -> assertThat(description).startsWith("globex "));
    }

    @Test
    void makesTheOnlyDomainThePrimaryOne() {
        execute("UPDATE tenant_domain SET is_primary = false");
        assertThat(repair()).singleElement().isInstanceOf(Repair.Done.class);
        assertThat(count("SELECT count(*) FROM tenant_domain WHERE is_primary")).isEqualTo(1);
        assertThat(repair()).isEmpty();
    }

    @Test
    void choosesNoPrimaryDomainAmongSeveral() {
        execute("UPDATE tenant_domain SET is_primary = false");
        execute("INSERT INTO tenant_domain SELECT id, 'www.example.com', false FROM client");
        assertThat(repair()).isEmpty();
        assertThat(count("SELECT count(*) FROM tenant_domain WHERE is_primary")).isZero();
    }

    @Test
    void buildsAnIndexAnew() {
        execute("CREATE TABLE acme.product (id int, name text)");
        makeInvalidIndex("acme.product");
        execute("TRUNCATE acme.product");
        assertThat(repair()).singleElement().isInstanceOf(Repair.Done.class);
        assertThat(database.described()).isEmpty();
        assertThat(count("SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'twice%'"))
                .isEqualTo(1);
        assertThat(repair()).isEmpty();
    }

    @Test
    void leavesNothingMoreOfAnIndexThatCannotBeBuilt() {
        execute("CREATE TABLE acme.product (id int, name text)");
        makeInvalidIndex("acme.product");
        execute("CREATE INDEX left_ccnew ON acme.product (id); UPDATE pg_index SET indisvalid = false"
                + " WHERE indexrelid = 'acme.left_ccnew'::regclass");
        assertThat(repair())
                .singleElement()
                .isInstanceOfSatisfying(
                        Repair.Failed.class,
                        failed -> assertThat(failed.reason()).contains("twice"));
        assertThat(database.found())
                .extracting(InvalidIndex.class::cast)
                .extracting(InvalidIndex::index)
                .containsExactly("left_ccnew", "twice");
    }

    @Test
    void waitsForNobodyForLong() throws SQLException {
        execute("CREATE TABLE acme.product (id int, name text)");
        makeInvalidIndex("acme.product");
        execute("TRUNCATE acme.product");
        try (Connection writer = database.dataSource().getConnection();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO acme.product VALUES (1, 'late')");
            assertThat(repair())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Repair.Failed.class,
                            failed -> assertThat(failed.reason())
                                    .contains(
                                            "\"acme\".\"twice\"",
                                            "did not end within 300 ms",
                                            "found by the next check"));
            assertThat(database.jdbc().queryForObject("SHOW lock_timeout", String.class))
                    .isEqualTo("0");
        }
        // What could not be dropped is found, and dropped by the remedy.
        database.found().stream()
                .filter(finding -> !finding.isRepairable())
                .forEach(left -> execute(left.remedy().substring(left.remedy().indexOf("DROP"))));
        assertThat(repair()).singleElement().isInstanceOf(Repair.Done.class);
        assertThat(database.described()).isEmpty();
    }

    @Test
    void touchesNothingThatAllCanSeeAndDropsNothing() {
        execute("CREATE SCHEMA empty; CREATE TABLE public.product (id int, name text);"
                + "CREATE TABLE extras.product (id int, name text); CREATE TABLE acme.product (id int, name text)");
        makeInvalidIndex("public.product");
        makeInvalidIndex("extras.product");
        execute("TRUNCATE public.product, extras.product");
        database.row("extras", "ACTIVE");
        long site = database.row("public", "ACTIVE");
        database.domain(site, "example.com", false);
        execute("INSERT INTO tenant_domain SELECT id, 'not a host', false FROM client WHERE schema_name = 'acme'");
        List<String> before = database.described();
        assertThat(before).hasSize(9);
        assertThat(repair()).isEmpty();
        assertThat(database.described()).isEqualTo(before);
    }
}
