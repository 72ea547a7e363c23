package io.tenantschemas.inspect;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.inspect.Finding.DomainProblem;
import io.tenantschemas.inspect.Finding.DomainProblem.Problem;
import io.tenantschemas.inspect.Finding.HistoryMismatch;
import io.tenantschemas.inspect.Finding.IncompleteTable;
import io.tenantschemas.inspect.Finding.InvalidIndex;
import io.tenantschemas.inspect.Finding.ModelDeviation;
import io.tenantschemas.inspect.Finding.NameInSight;
import io.tenantschemas.inspect.Finding.Namesakes;
import io.tenantschemas.inspect.Finding.PendingMigrations;
import io.tenantschemas.inspect.Finding.SchemaWithoutTenant;
import io.tenantschemas.inspect.Finding.SchemaWithoutTenant.Content;
import io.tenantschemas.inspect.Finding.TenantBeingDropped;
import io.tenantschemas.inspect.Finding.TenantWithoutSchema;
import io.tenantschemas.inspect.Finding.UnbuiltTenant;
import io.tenantschemas.inspect.Finding.UnusableTenant;
import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.schema.SchemaRemoval;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SchemaInspectionIT {

    private static final SchemaName ACME = SchemaName.of("acme");

    private static final SchemaName GLOBEX = SchemaName.of("globex");

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
    void makeTenants() {
        database.reset();
        database.tenant("acme");
        database.tenant("globex");
        database.tenant("initech");
    }

    private void execute(String sql) {
        database.jdbc().execute(sql);
    }

    private Finding only() {
        List<Finding> found = database.found();
        assertThat(found).extracting(Finding::describe).hasSize(1);
        return found.get(0);
    }

    @Test
    void findsNothingWhereAllFitsTogether() {
        database.row("public", "ACTIVE");
        database.expect(
                Map.of("author", Set.of("id", "name"), "note", Set.of("id", "author", "body", "tenant")),
                Set.of("note_seq"));
        InspectionReport report = database.inspection().inspect();
        assertThat(report.findings()).isEmpty();
        assertThat(report.tenants()).isEqualTo(3);
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void findsSchemasThatWereTenants() {
        execute("DELETE FROM tenant_domain; DELETE FROM client WHERE schema_name <> 'acme'");
        // The third is behind, and has one file of another application's beside one of ours.
        database.write("tenant/V2__more.sql", "CREATE TABLE more (id int);");
        database.migrate("acme");
        assertThat(database.found())
                .containsExactly(
                        new SchemaWithoutTenant(
                                GLOBEX,
                                Content.TENANT,
                                "Look whose it was. If nobody needs what it holds: DROP SCHEMA \"globex\" CASCADE;"),
                        new SchemaWithoutTenant(
                                SchemaName.of("initech"),
                                Content.TENANT,
                                "Look whose it was. If nobody needs what it holds: DROP SCHEMA \"initech\" CASCADE;"));
    }

    @Test
    void findsHalfBuiltSchemasAndDropsThemByTheRemedy() {
        execute("CREATE SCHEMA empty; ALTER DEFAULT PRIVILEGES IN SCHEMA empty GRANT SELECT ON TABLES TO PUBLIC");
        execute(
                "CREATE SCHEMA begun; CREATE TABLE begun.flyway_schema_history (LIKE acme.flyway_schema_history INCLUDING ALL)");
        // Without its history, which was among the first to go.
        execute("CREATE SCHEMA rest CREATE TABLE note (id int); COMMENT ON SCHEMA rest IS '%s'"
                .formatted(SchemaRemoval.UNFINISHED));
        List<Finding> found = database.found();
        assertThat(found)
                .extracting(SchemaWithoutTenant.class::cast)
                .extracting(SchemaWithoutTenant::content)
                .containsExactly(Content.HISTORY, Content.NOTHING, Content.REST);
        found.forEach(finding -> execute(finding.remedy()
                .substring(finding.remedy().indexOf("DROP"), finding.remedy().lastIndexOf(';') + 1)));
        assertThat(database.found()).isEmpty();
    }

    @Test
    void leavesAloneWhatIsSomebodyElses() {
        execute("CREATE SCHEMA reports; CREATE TABLE reports.note (id int)");
        execute("CREATE SCHEMA routines; CREATE FUNCTION routines.one() RETURNS int RETURN 1");
        execute("CREATE SCHEMA types; CREATE TYPE types.mood AS ENUM ('good')");
        execute("CREATE SCHEMA \"Any Name\"");
        // Another application's, with a file of the same name.
        execute("CREATE SCHEMA billing; CREATE TABLE billing.bill (id int);"
                + "CREATE TABLE billing.flyway_schema_history AS TABLE acme.flyway_schema_history;"
                + "UPDATE billing.flyway_schema_history SET checksum = checksum + 1");
        execute("CREATE TABLE extras.flyway_schema_history AS TABLE acme.flyway_schema_history");
        assertThat(database.described()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE, true", "SUSPENDED, true", "MAINTENANCE, true", "FAILED, false"})
    void findsTenantsWithoutASchema(String status, boolean isRepairable) {
        long id = database.row("hooli", status);
        database.domain(id, "hooli.example.com", true);
        assertThat(only()).isInstanceOfSatisfying(TenantWithoutSchema.class, missing -> {
            assertThat(missing.id()).isEqualTo(id);
            assertThat(missing.schema()).isEqualTo(SchemaName.of("hooli"));
            assertThat(missing.isRepairable()).isEqualTo(isRepairable);
        });
    }

    @Test
    void findsATenantThatWaitsWhereNobodyMakesItByItself() {
        database.domain(database.row("hooli", "PROVISIONING"), "hooli.example.com", true);
        assertThat(only())
                .isInstanceOfSatisfying(
                        TenantWithoutSchema.class,
                        missing ->
                                assertThat(missing.remedy()).contains("It was never made. migrate-schemas makes it"));
    }

    @ParameterizedTest
    @CsvSource({"FAILED, resume-tenant", "PROVISIONING, migrate-schemas goes on with it"})
    void looksIntoNoSchemaThatIsNotMadeAndSaysWhatToDo(String status, String remedy) {
        makeInvalidIndex("globex");
        execute("DROP TABLE globex.note; UPDATE globex.flyway_schema_history SET checksum = 1");
        execute("UPDATE client SET status = '%s' WHERE schema_name = 'globex'".formatted(status));
        assertThat(only()).isInstanceOfSatisfying(UnbuiltTenant.class, unbuilt -> {
            assertThat(unbuilt.describe())
                    .isEqualTo("globex (id %d): the tenant is %s, and there is a schema of its name"
                            .formatted(id("globex"), status));
            assertThat(unbuilt.remedy()).contains(remedy, "delete-tenant");
            assertThat(unbuilt.isRepairable()).isFalse();
        });
    }

    @Test
    void leavesThoseToThemselvesWhoseSchemasAreBeingMade() {
        database.makeSchemasLater();
        SchemaInspection inspection = database.inspection();
        // Without the table of what waits, nobody knows who is there.
        List<Finding> inTheWay = inspection.inspect(List.of(ACME)).findings();
        assertThat(inTheWay).isNotEmpty().allMatch(IncompleteTable.class::isInstance);
        inTheWay.forEach(finding -> execute(finding.remedy()));
        execute("DROP TABLE globex.note; UPDATE client SET status = 'PROVISIONING' WHERE schema_name = 'globex'");
        assertThat(database.described()).isEmpty();
        execute("UPDATE client SET status = 'FAILED' WHERE schema_name = 'globex'");
        assertThat(only()).isInstanceOf(UnbuiltTenant.class);
    }

    @Test
    void saysWhoMakesASchemaWhereNoRepairCan() {
        database.makeSchemasApart();
        database.found().forEach(finding -> execute(finding.remedy()));
        database.domain(database.row("hooli", "SUSPENDED"), "hooli.example.com", true);
        assertThat(only()).isInstanceOfSatisfying(TenantWithoutSchema.class, missing -> {
            assertThat(missing.isRepairable()).isFalse();
            assertThat(missing.remedy()).doesNotContain("--repair");
            execute(missing.remedy().substring(missing.remedy().indexOf("UPDATE")));
        });
        assertThat(database.described()).isEmpty();
    }

    @Test
    void findsTenantsThatAreBeingDroppedAndLeavesThemToAPerson() {
        execute("UPDATE client SET status = 'DELETING' WHERE schema_name = 'globex'; DROP TABLE globex.note CASCADE");
        assertThat(only()).isInstanceOfSatisfying(TenantBeingDropped.class, dropped -> {
            assertThat(dropped.schema()).isEqualTo(SchemaName.of("globex"));
            assertThat(dropped.hasSchema()).isTrue();
            assertThat(dropped.isRepairable()).isFalse();
            assertThat(dropped.remedy()).contains("delete-tenant globex");
        });
    }

    @Test
    void findsWhatTheModelHasAndTenantsLack() {
        database.expect(
                Map.of("author", Set.of("id", "name", "born"), "book", Set.of("id"), "note", Set.of("id")),
                Set.of("note_seq", "book_seq"));
        execute("ALTER TABLE globex.note ALTER body DROP DEFAULT");
        List<Finding> found = database.inspection().inspect().findings();
        assertThat(found)
                .filteredOn(ModelDeviation.class::isInstance)
                .extracting(ModelDeviation.class::cast)
                .extracting(deviation -> deviation.fault() + " "
                        + deviation.part().describe() + " " + Names.of(deviation.schemas()) + " " + deviation.isNote())
                .containsExactly(
                        "MISSING column author.born acme, initech, globex false",
                        "MISSING table book acme, initech, globex false",
                        "EXTRA column note.author acme, initech, globex true",
                        "EXTRA column note.body acme, initech true",
                        "EXTRA column note.tenant acme, initech, globex true",
                        "MISSING sequence book_seq acme, initech, globex false",
                        "UNFILLABLE column note.body globex false");
    }

    @Test
    void saysThatNothingWasComparedWithTheModel() {
        database.expectNothingBecause("no\nbean");
        InspectionReport report = database.inspection().inspect(List.of(ACME));
        assertThat(report.isClean()).isFalse();
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.describe())
                        .isEqualTo("No schema was compared with the application's entities: no bean"));
    }

    @Test
    void knowsTheSequencesOfIdentityColumnsAndDoesNotCompareThem() {
        for (String schema : List.of("acme", "globex", "initech")) {
            execute("CREATE TABLE %s.entry (id bigint GENERATED BY DEFAULT AS IDENTITY)".formatted(schema));
        }
        execute("ALTER SEQUENCE globex.entry_id_seq INCREMENT 50");
        database.expect(
                Map.of(
                        "author", Set.of("id", "name"),
                        "entry", Set.of("id"),
                        "note", Set.of("id", "author", "body", "tenant")),
                Set.of("entry_id_seq"));
        assertThat(database.described()).isEmpty();
        execute("ALTER TABLE globex.entry ALTER id DROP IDENTITY");
        assertThat(database.described())
                .contains("globex: the sequence entry_id_seq is missing, which the application's entities need");
    }

    @Test
    void asksForNoValueThatSomethingElseGives() {
        for (String schema : List.of("acme", "globex", "initech")) {
            execute("""
                    CREATE DOMAIN %1$s.mood AS text DEFAULT 'good';
                    ALTER TABLE %1$s.author ADD mood %1$s.mood NOT NULL;
                    CREATE TABLE %1$s.page (id int, words text NOT NULL);
                    CREATE FUNCTION %1$s.fill() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN NEW.words = ''none''; RETURN NEW; END';
                    CREATE TRIGGER fill BEFORE INSERT ON %1$s.page FOR EACH ROW EXECUTE FUNCTION %1$s.fill();
                    CREATE TABLE %1$s.report (id int, text text NOT NULL);
                    """.formatted(schema));
        }
        database.expect(
                List.of(
                        new TenantModel.Table("author", Set.of("id"), false),
                        new TenantModel.Table("page", Set.of("id"), false),
                        new TenantModel.Table("report", Set.of("id"), false, false)),
                Set.of());
        InspectionReport report = database.inspection().inspect();
        assertThat(report.isClean()).isTrue();
        assertThat(report.findings())
                .extracting(Finding::describe)
                .contains("acme, globex, initech: no entity of the application has the column page.words");
        execute("ALTER TABLE globex.page DISABLE TRIGGER fill; ALTER DOMAIN initech.mood DROP DEFAULT");
        assertThat(database.described())
                .containsExactlyInAnyOrder(
                        "globex: no entity of the application has the column page.words, which needs a value in each new row",
                        "initech: no entity of the application has the column author.mood, which needs a value in each new row");
    }

    @Test
    void tellsOfTablesThatNoEntityHas() {
        database.expect(Map.of("author", Set.of("id", "name")), Set.of());
        InspectionReport report = database.inspection().inspect();
        assertThat(report.findings())
                .extracting(Finding::describe)
                .containsExactly("acme, globex, initech: no entity of the application has the table note");
        assertThat(report.findings().get(0).remedy()).contains("find that out before anybody drops it");
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void comparesWithTheModelWhatIsUpToDateOnly() {
        database.expect(Map.of("author", Set.of("id"), "note", Set.of("body", "id"), "more", Set.of("id")), Set.of());
        database.write("tenant/V2__more.sql", "CREATE TABLE more (id int);");
        database.migrate("acme");
        assertThat(only()).isInstanceOf(PendingMigrations.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ALTER TABLE note DROP COLUMN tenant        | the column note.tenant is missing; acme and 1 more have it
                    ALTER TABLE author DROP COLUMN name        | the column author.name is missing; acme and 1 more have it
                    ALTER TABLE author ALTER name TYPE varchar | the column author.name is 'character varying', but 'text' in acme and 1 more
                    ALTER TABLE author ALTER name SET NOT NULL | the column author.name is 'text NOT NULL', but 'text' in acme and 1 more
                    ALTER TABLE note ALTER tenant DROP DEFAULT | the column note.tenant is 'text', but 'text DEFAULT '${tenant}'::text' in acme and 1 more
                    ALTER TABLE note ALTER tenant SET DEFAULT 'acme' | the column note.tenant is 'text DEFAULT 'acme'::text', but 'text DEFAULT '${tenant}'::text' in acme and 1 more
                    ALTER TABLE note DROP CONSTRAINT note_author_fkey, ADD CONSTRAINT note_author_fkey FOREIGN KEY (author) REFERENCES acme.author | the constraint note.note_author_fkey is 'FOREIGN KEY (author) REFERENCES acme.author(id)', but 'FOREIGN KEY (author) REFERENCES author(id)' in acme and 1 more
                    ALTER TABLE author ADD x int               | the column author.x is there; acme and 1 more do not have it
                    DROP INDEX note_author                     | the index note.note_author is missing; acme and 1 more have it
                    CREATE INDEX extra ON author (name)        | the index author.extra is there; acme and 1 more do not have it
                    ALTER TABLE note DROP CONSTRAINT note_body | the constraint note.note_body is missing; acme and 1 more have it
                    ALTER TABLE author ADD CHECK (id > 0)      | the constraint author.author_id_check is there; acme and 1 more do not have it
                    CREATE TABLE another (id serial)           | the table another is there; acme and 1 more do not have it
                    CREATE VIEW view AS SELECT * FROM note     | the view view is there; acme and 1 more do not have it
                    DROP SEQUENCE note_seq                     | the sequence note_seq is missing; acme and 1 more have it
                    DROP TABLE author CASCADE                  | the table author is missing; acme and 1 more have it
                    """)
    void findsWhatIsNotAsInMostOthers(String change, String description) {
        execute("SET search_path TO globex; " + change + "; RESET search_path");
        List<Finding> found = database.found();
        assertThat(found).extracting(Finding::describe).contains("globex: " + description);
        assertThat(found)
                .allSatisfy(finding -> assertThat(finding.schemas()).containsExactly(GLOBEX))
                .hasSize(change.startsWith("DROP TABLE author") ? 2 : 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ALTER TABLE note DROP COLUMN tenant
                    ALTER TABLE author ADD x int
                    DROP INDEX note_tenant_body
                    DROP INDEX note_author; CREATE INDEX note_author ON note (id)
                    ALTER TABLE note DROP CONSTRAINT note_author_fkey
                    ALTER TABLE note DROP CONSTRAINT note_body
                    """)
    void makesItLikeTheOthersByTheRemedy(String change) {
        execute("SET search_path TO globex; " + change + "; RESET search_path");
        String remedy = only().remedy();
        execute(remedy.substring(remedy.indexOf("SET search_path")) + " RESET search_path");
        assertThat(database.described()).isEmpty();
    }

    @Test
    void doesNotMindOtherPartitionsAnotherOrderOrNamesLikeTheTenants() {
        for (String schema : List.of("acme", "globex", "initech")) {
            execute("CREATE TABLE %1$s.entry (at date PRIMARY KEY, own text DEFAULT '%1$s') PARTITION BY RANGE (at)"
                    .formatted(schema));
            execute("CREATE TABLE %1$s.line (at date REFERENCES %1$s.entry, label text DEFAULT 'x_%1$s, %1$s')"
                    .formatted(schema));
            execute("CREATE COLLATION %1$s.plain FROM \"C\"; ALTER TABLE %1$s.line ADD sorted text COLLATE %1$s.plain"
                    .formatted(schema));
            execute("CREATE TYPE %1$s.mood AS ENUM ('good'); ALTER TABLE %1$s.author ADD mood %1$s.mood DEFAULT 'good'"
                    .formatted(schema));
            execute(
                    "CREATE FUNCTION %1$s.one() RETURNS int IMMUTABLE RETURN 1; ALTER TABLE %1$s.author ADD one int DEFAULT"
                                    .formatted(schema)
                            + " (%1$s.one() + %1$s.one())".formatted(schema));
        }
        execute(
                "CREATE TABLE globex.entry_2026 PARTITION OF globex.entry FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");
        execute("ALTER TABLE globex.author DROP name; ALTER TABLE globex.author ADD name text");
        assertThat(database.described()).isEmpty();
    }

    @Test
    void comparesATenantThatIsCalledLikeSomethingThatAllHave() {
        // With columns, a sequence, an index and texts of that name.
        database.tenant("body");
        database.tenant("note");
        database.tenant("none");
        assertThat(database.described()).isEmpty();
        execute("ALTER TABLE body.note ALTER body SET DEFAULT 'acme'");
        assertThat(only().schemas()).containsExactly(SchemaName.of("body"));
    }

    @Test
    void comparesTwoOfWhichOneIsCalledLikeSomethingThatBothHave() {
        execute(
                "DROP SCHEMA globex CASCADE; DROP SCHEMA initech CASCADE; DELETE FROM client WHERE schema_name <> 'acme'");
        database.tenant("note");
        assertThat(database.described()).isEmpty();
        execute("ALTER TABLE note.note ALTER tenant SET DEFAULT 'acme'");
        assertThat(only().describe()).startsWith("note: the column note.tenant is 'text DEFAULT 'acme'::text'");
    }

    @Test
    void tellsOnceWhatManyHave() {
        database.tenant("hooli");
        database.tenant("umbrella");
        execute("DROP INDEX globex.note_author; DROP INDEX hooli.note_author; ALTER TABLE hooli.author ADD x int");
        assertThat(database.described())
                .containsExactly(
                        "globex, hooli: the index note.note_author is missing; acme and 2 more have it",
                        "hooli: the column author.x is there; acme and 2 more do not have it");
    }

    @Test
    void comparesThoseThatHaveBeenThroughTheSame() {
        database.write("tenant/V2__more.sql", "CREATE TABLE more (id int);");
        database.migrate("globex");
        assertThat(only()).isInstanceOfSatisfying(PendingMigrations.class, pending -> {
            assertThat(pending.schemas()).containsExactly(ACME, SchemaName.of("initech"));
            assertThat(pending.migrations().get(0).script()).isEqualTo("V2__more.sql");
            assertThat(pending.isShared()).isFalse();
        });
    }

    @Test
    void findsWhatIsPendingInTheSharedSchema() {
        database.write("shared/V1__country.sql", "CREATE TABLE country (code text);");
        assertThat(only()).isInstanceOfSatisfying(PendingMigrations.class, pending -> {
            assertThat(pending.schemas()).containsExactly(SchemaName.of("public"));
            assertThat(pending.isShared()).isTrue();
            assertThat(pending.remedy()).contains("migrate-schemas --shared");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    UPDATE %s.flyway_schema_history SET success = false              | failed migration to version 1 | For one of them: A migration that could not be rolled back
                    UPDATE %s.flyway_schema_history SET checksum = 1                 | checksum | Deploy the files as they ran.
                    INSERT INTO %s.flyway_schema_history SELECT 2, '0.5', 'old', 'SQL', 'V0_5__old.sql', 1, installed_by, installed_on, 1, true FROM %s.flyway_schema_history | not resolved locally: 0.5 | Deploy the files as they ran.
                    """)
    void findsHistoriesThatDoNotFitTheFiles(String change, String message, String remedy) {
        execute(change.replace("%s", "globex"));
        execute(change.replace("%s", "initech"));
        assertThat(only()).isInstanceOfSatisfying(HistoryMismatch.class, mismatch -> {
            assertThat(mismatch.schemas()).containsExactly(GLOBEX, SchemaName.of("initech"));
            assertThat(mismatch.failure().message()).contains(message);
            assertThat(mismatch.remedy()).startsWith(remedy);
        });
    }

    @Test
    void findsNamesOfTenantsInSightOfAll() {
        database.expect(Map.of("author", Set.of("id"), "note", Set.of("body", "id"), "book", Set.of()), Set.of());
        execute(
                "CREATE TABLE public.note (id int); CREATE VIEW extras.author AS SELECT 1; CREATE TABLE extras.book (id int)");
        List<Finding> found = database.found();
        assertThat(found)
                .filteredOn(NameInSight.class::isInstance)
                .extracting(finding -> ((NameInSight) finding).collision().describe())
                .containsExactlyInAnyOrder("table public.note", "view extras.author", "table extras.book");
        // What the entities need that no tenant has is one more.
        assertThat(found).hasSize(4);
    }

    private void makeInvalidIndex(String schema) {
        execute("INSERT INTO %1$s.author VALUES (1, 'twice'), (2, 'twice')".formatted(schema));
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() ->
                        execute("CREATE UNIQUE INDEX CONCURRENTLY author_name ON %s.author (name)".formatted(schema)));
    }

    @Test
    void findsIndexesThatAreNotValid() {
        makeInvalidIndex("globex");
        execute("CREATE TABLE public.product (name text); INSERT INTO public.product VALUES ('twice'), ('twice')");
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> execute("CREATE UNIQUE INDEX CONCURRENTLY product_name ON public.product (name)"));
        assertThat(database.found())
                .filteredOn(InvalidIndex.class::isInstance)
                .containsExactly(
                        new InvalidIndex(
                                GLOBEX,
                                "author",
                                "author_name",
                                true,
                                "Build it anew: REINDEX INDEX CONCURRENTLY \"globex\".\"author_name\";"),
                        new InvalidIndex(
                                SchemaName.of("public"),
                                "product",
                                "product_name",
                                false,
                                "Build it anew: REINDEX INDEX CONCURRENTLY \"public\".\"product_name\";"));
    }

    @Test
    void leavesWhatARebuildLeftToAPerson() {
        makeInvalidIndex("globex");
        execute("ALTER INDEX globex.author_name RENAME TO author_pkey_ccnew");
        assertThat(only()).isInstanceOfSatisfying(InvalidIndex.class, invalid -> {
            assertThat(invalid.isRepairable()).isFalse();
            execute(invalid.remedy().substring(invalid.remedy().indexOf("DROP")));
        });
        assertThat(database.described()).isEmpty();
    }

    @Test
    void findsRowsThatCannotBeTenants() {
        long upper = database.row("Upper-Case", "ACTIVE");
        long everybodys = database.row("extras", "ACTIVE");
        long unknown = database.row("hooli", "RETIRED");
        assertThat(database.found())
                .filteredOn(UnusableTenant.class::isInstance)
                .extracting(Finding::describe)
                .containsExactly(
                        "'Upper-Case' (id %d): its schema_name cannot be the name of a schema".formatted(upper),
                        "'extras' (id %d): its schema is in the search path of all tenants".formatted(everybodys),
                        "'hooli' (id %d): its status is unknown".formatted(unknown));
    }

    @Test
    void findsNamesThatDifferOnlyInCase() {
        execute("CREATE SCHEMA \"ACME\"; DROP INDEX client_lower_idx");
        long other = database.row("Globex", "ACTIVE");
        database.domain(other, "other.example.com", true);
        assertThat(database.found())
                .filteredOn(Namesakes.class::isInstance)
                .extracting(Finding::describe)
                .satisfiesExactlyInAnyOrder(
                        rows -> assertThat(rows)
                                .startsWith("'Globex' (tenant, id %d), 'globex' (tenant, id ".formatted(other)),
                        schemas -> assertThat(schemas).startsWith("'ACME' (schema), the schema of tenant "),
                        schemas -> assertThat(schemas).startsWith("'globex' (schema), the schema of tenant " + other));
        assertThat(database.described())
                .contains("There is no unique index on lower(schema_name) of \"public\".\"client\"");
    }

    @Test
    void findsDomainsThatLeadNowhereOrToSeveral() {
        execute("DROP INDEX tenant_domain_lower_idx; DROP INDEX tenant_domain_tenant_id_idx;"
                + "ALTER TABLE tenant_domain DROP CONSTRAINT tenant_domain_tenant_id_fkey; CREATE SCHEMA hooli");
        database.migrate("hooli");
        long hooli = database.row("hooli", "ACTIVE");
        long acme = id("acme");
        long globex = id("globex");
        database.domain(globex, "ACME.example.com", false);
        database.domain(acme, "https://acme.example.com/", false);
        database.domain(acme, "bücher.example.com", true);
        database.domain(4711, "nobody.example.com", true);
        execute("UPDATE tenant_domain SET is_primary = false WHERE domain = 'globex.example.com'");
        assertThat(problem(Problem.CLASH).tenants()).containsExactly(globex, acme);
        assertThat(problem(Problem.NO_TENANT).tenants()).containsExactly(4711L);
        assertThat(problem(Problem.NO_DOMAIN).tenants()).containsExactly(hooli);
        assertThat(problem(Problem.NO_PRIMARY).tenants()).containsExactly(globex);
        assertThat(problem(Problem.NO_PRIMARY).isRepairable()).isFalse();
        assertThat(problem(Problem.SEVERAL_PRIMARY).tenants()).containsExactly(acme);
        assertThat(database.found())
                .filteredOn(
                        finding -> finding instanceof DomainProblem domain && domain.problem() == Problem.UNREACHABLE)
                .extracting(Finding::remedy)
                .satisfiesExactlyInAnyOrder(
                        remedy -> assertThat(remedy).startsWith("Correct it").contains("'https://acme.example.com/'"),
                        remedy -> {
                            assertThat(remedy).contains("SET domain = 'xn--bcher-kva.example.com'");
                            execute(remedy.substring(remedy.indexOf("UPDATE")));
                        });
        assertThat(database.jdbc()
                        .queryForList("SELECT domain FROM tenant_domain WHERE domain LIKE 'xn--%'", String.class))
                .containsExactly("xn--bcher-kva.example.com");
    }

    @ParameterizedTest
    @CsvSource({"ACME.example.com", "acme.example.com"})
    void deletesOneOfTwoRowsThatATenantHasOfOneDomain(String again) {
        execute("DROP INDEX tenant_domain_lower_idx; ALTER TABLE tenant_domain DROP CONSTRAINT tenant_domain_pkey");
        database.domain(id("acme"), again, false);
        DomainProblem problem = problem(Problem.CLASH);
        assertThat(problem.describe())
                .startsWith("'%s'".formatted(again))
                .endsWith(": the domain stands there more than once (acme (id %d))".formatted(id("acme")));
        execute(problem.remedy().substring(problem.remedy().indexOf("DELETE")));
        assertThat(database.jdbc()
                        .queryForList(
                                "SELECT domain FROM tenant_domain WHERE tenant_id = ? AND is_primary",
                                String.class,
                                id("acme")))
                .containsExactly("acme.example.com");
        assertThat(database.found()).noneMatch(DomainProblem.class::isInstance);
    }

    @Test
    void findsDomainsThatLeadToTheMainSite() {
        database.domain(database.row("public", "ACTIVE"), "WWW.example.com", true);
        assertThat(database.described()).isEmpty();
        execute("UPDATE tenant_domain SET tenant_id = %d, is_primary = false WHERE domain = 'WWW.example.com'"
                .formatted(id("acme")));
        DomainProblem problem = problem(Problem.MAIN_SITE);
        assertThat(problem.describe())
                .isEqualTo("acme (id %d): requests to the domain 'WWW.example.com' lead to the main site"
                        .formatted(id("acme")));
        assertThat(problem.remedy()).contains("tenant-schemas.public-hosts");
        execute(problem.remedy().substring(problem.remedy().indexOf("DELETE")));
        assertThat(database.found())
                .filteredOn(finding -> finding instanceof DomainProblem domain && domain.problem() == Problem.MAIN_SITE)
                .isEmpty();
    }

    private long id(String schema) {
        Long id = database.jdbc().queryForObject("SELECT id FROM client WHERE schema_name = ?", Long.class, schema);
        return id == null ? 0 : id;
    }

    private DomainProblem problem(Problem problem) {
        return database.found().stream()
                .filter(DomainProblem.class::isInstance)
                .map(DomainProblem.class::cast)
                .filter(found -> found.problem() == problem)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void asksForNoDomainWhereNobodyHasAny() {
        execute("DELETE FROM tenant_domain");
        assertThat(database.described()).isEmpty();
    }

    @Test
    void tellsWhatTheTablesOfTenantsLack() {
        execute("DROP TABLE tenant_domain");
        List<Finding> found = database.found();
        assertThat(database.inspection().inspect(List.of(ACME)).findings()).isEqualTo(found);
        assertThat(found).extracting(Finding::describe).contains("There is no table \"public\".\"tenant_domain\"");
        found.forEach(finding -> execute(finding.remedy()));
        assertThat(database.described()).isEmpty();
    }

    @Test
    void showsOnlyWhatIsAboutTheSchemasThatAreNamed() {
        execute("CREATE SCHEMA empty; DROP INDEX globex.note_author; ALTER TABLE acme.author ADD x int;"
                + "ALTER TABLE acme.author ADD y int");
        database.tenant("hooli");
        database.tenant("umbrella");
        SchemaInspection inspection = database.inspection();
        assertThat(inspection.inspect(List.of(GLOBEX)).findings())
                .extracting(Finding::describe)
                .containsExactly("globex: the index note.note_author is missing; initech and 2 more have it");
        assertThat(inspection.inspect(List.of(SchemaName.of("empty"))).findings())
                .hasSize(1);
        assertThat(inspection.inspect(List.of(SchemaName.of("hooli"))).findings())
                .isEmpty();
        assertThatExceptionOfType(UnknownTenantException.class)
                .isThrownBy(() -> inspection.inspect(List.of(ACME, SchemaName.of("nobody"))))
                .withMessageContaining("'nobody'");
    }

    @Test
    void leavesNothingInTheSession() {
        try (SingleConnectionDataSource session = new SingleConnectionDataSource(connection(), true)) {
            JdbcTemplate jdbc = new JdbcTemplate(session);
            jdbc.execute("SET search_path TO initech");
            execute("DROP INDEX globex.note_author");
            assertThat(database.inspection(session).inspect().findings()).hasSize(1);
            assertThat(jdbc.queryForObject("SHOW search_path", String.class)).isEqualTo("initech");
            assertThat(jdbc.queryForObject("SHOW enable_hashjoin", String.class))
                    .isEqualTo("on");
        }
    }

    private Connection connection() {
        try {
            return database.dataSource().getConnection();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void makeMany(int from, int to) {
        for (int start = from; start <= to; start += 100) {
            execute("""
                    DO $$ BEGIN FOR n IN %d..%d LOOP
                        EXECUTE format('CREATE SCHEMA t%%1$s; SET LOCAL search_path TO t%%1$s;
                            CREATE TABLE note (LIKE globex.note INCLUDING ALL);
                            CREATE TABLE flyway_schema_history AS TABLE globex.flyway_schema_history', n);
                        INSERT INTO public.client (schema_name, status) VALUES ('t' || n, 'ACTIVE');
                    END LOOP; END $$""".formatted(start, Math.min(start + 99, to)));
        }
        execute("INSERT INTO tenant_domain SELECT id, schema_name || '.example.com', true FROM client WHERE NOT EXISTS"
                + " (SELECT FROM tenant_domain WHERE tenant_id = client.id)");
    }

    private int statements() {
        StatementCounter counter = new StatementCounter(database.dataSource());
        database.inspection(counter.dataSource()).inspect();
        return counter.executed();
    }

    @Test
    void asksAboutManyAtOnce() {
        execute(
                "DROP SCHEMA globex CASCADE; DROP SCHEMA initech CASCADE; DELETE FROM client WHERE schema_name <> 'acme'");
        execute("CREATE SCHEMA globex; CREATE TABLE globex.note (id int);"
                + "CREATE TABLE globex.flyway_schema_history AS TABLE acme.flyway_schema_history");
        execute(
                "DROP SCHEMA acme CASCADE; DELETE FROM client; INSERT INTO client (schema_name, status) VALUES ('globex', 'ACTIVE')");
        makeMany(1, 499);
        assertThat(database.described()).isEmpty();
        int ofFiveHundred = statements();
        makeMany(500, 999);
        assertThat(database.inspection().inspect().tenants()).isEqualTo(1000);
        int ofThousand = statements();
        // Rows, who has a history, four times the wait for locks and histories, names in sight of all, and what they
        // hold.
        assertThat(ofThousand - ofFiveHundred).isEqualTo(1 + 1 + 4 * 2 + 1 + 1);
        assertThat(ofThousand).isEqualTo(92);
    }
}
