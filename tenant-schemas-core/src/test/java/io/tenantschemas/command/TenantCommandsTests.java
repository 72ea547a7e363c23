package io.tenantschemas.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.migrate.DatabaseUnreachableException;
import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.migrate.PlannedMigration;
import io.tenantschemas.migrate.RefusingMigrator;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

class TenantCommandsTests {

    private final StringWriter out = new StringWriter();

    private final StringWriter err = new StringWriter();

    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err));

    private final TwoTenants tenants = new TwoTenants();

    private final ScriptedMigrator migrator = new ScriptedMigrator();

    @Test
    void knowsItsWordsAndNoOthers() {
        assertThat(TenantCommands.words())
                .containsExactlyInAnyOrder(
                        "migrate-schemas",
                        "migration-status",
                        "list-tenants",
                        "check-schemas",
                        "create-tenant",
                        "clone-tenant",
                        "delete-tenant",
                        "rename-tenant",
                        "suspend-tenant",
                        "resume-tenant",
                        "add-domain",
                        "remove-domain",
                        "run-in-tenant",
                        "run-in-all-tenants");
        assertThat(TenantCommands.isCommand("migrate-schemas")).isTrue();
        assertThat(TenantCommands.isCommand("import")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrate-schemas", "migration-status", "list-tenants", "check-schemas"})
    void helpsWithoutAskingForAnything(String word) {
        assertThat(runWithoutBeans(word, "--help")).isZero();
        assertThat(out.toString())
                .contains("Usage: " + word)
                .contains("--output")
                .contains("Exit codes:");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nonsense",
                "stray",
                "--parallel=0",
                "--parallel=many",
                "--output=xml",
                "--schema=Not-A-Name",
                "--schema=pg_catalog"
            })
    void refusesAWrongOptionWithoutAskingForAnything(String option) {
        assertThat(runWithoutBeans("migrate-schemas", option)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("Usage: migrate-schemas");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--target=12",
                "--target=twelve",
                "--shared --canary=acme",
                "--schema=acme --canary=globex",
            })
    void refusesWhatContradictsItselfWithoutAskingForAnything(String options) {
        assertThat(runWithoutBeans(("migrate-schemas " + options).split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: migrate-schemas");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--canary=public", "--schema=public --schema=acme --target=12"})
    void refusesWhatContradictsItselfInThisApplication(String options) {
        assertThat(run(("migrate-schemas " + options).split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("'public'").contains("Usage: migrate-schemas");
        assertThat(migrator.migrated).isEmpty();
    }

    @Test
    void showsProgressAndASummary() {
        assertThat(run("migrate-schemas", "--parallel=1")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "[1/1 (100%)] public: up to date (V1)",
                        "[1/2 (50%)] acme: V1 -> V3 (2 migrations, 120 ms)",
                        "[2/2 (100%)] globex: V1 -> V3 (2 migrations, 120 ms)",
                        "",
                        "RESULT      SCHEMAS  VERSIONS NOW",
                        "migrated          2  2 at 3",
                        "up to date        1  1 at 1",
                        "failed            0",
                        "not tried         0",
                        "all               3  2 at 3, 1 at 1",
                        "",
                        out.toString().lines().toList().get(11));
        assertThat(out.toString()).contains("2 schemas migrated, 1 up to date, 0 failed, 0 not tried (");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void tellsWhoWasPutOff() {
        migrator.locked.addAll(List.of("acme", "acme", "globex"));
        assertThat(run("migrate-schemas", "--parallel=1")).isZero();
        assertThat(out.toString())
                .contains("acme: put off: V2__a.sql: canceling statement due to lock timeout (SQLSTATE 55P03)")
                .contains("Put off because of locks: 2 schemas, 3 times in all.");
        out.getBuffer().setLength(0);
        migrator.locked.add("public");
        assertThat(run("migrate-schemas", "--output=json")).isZero();
        JsonNode document = JsonMapper.shared().readTree(out.toString());
        assertThat(document.get("putOffs").asInt()).isOne();
        assertThat(document.get("schemas").get(0).get("putOffs").asInt()).isOne();
        assertThat(document.get("schemas").get(1).has("putOffs")).isFalse();
    }

    @Test
    void namesTheFactsOfAFailureAndEndsWithOne() {
        migrator.failing = "acme";
        assertThat(run("migrate-schemas", "--parallel=1")).isEqualTo(1);
        assertThat(out.toString())
                .contains("[1/2 (50%)] acme: FAILED: V2__unique.sql, line 3: could not create unique index")
                .contains("globex: V1 -> V3")
                .contains("1 schema migrated, 1 up to date, 1 failed, 0 not tried")
                .contains("Failed: acme")
                .contains("V2__unique.sql")
                .contains("CREATE UNIQUE INDEX i ON products (name)")
                .contains("23505")
                .contains("Key (name)=(x) is duplicated.");
    }

    @Test
    void writesNothingButJsonToStandardOutput() {
        migrator.failing = "acme";
        assertThat(run("migrate-schemas", "--output=json", "--parallel=1")).isEqualTo(1);
        JsonNode document = JsonMapper.shared().readTree(out.toString());
        assertThat(document.get("failed").asInt()).isEqualTo(1);
        JsonNode acme = document.get("schemas").get(1);
        assertThat(acme.get("schema").asString()).isEqualTo("acme");
        assertThat(acme.get("result").asString()).isEqualTo("failed");
        assertThat(acme.get("failure").get("line").asInt()).isEqualTo(3);
        assertThat(err.toString()).contains("[1/2 (50%)] acme: FAILED");
    }

    @Test
    void listsWhatIsPendingAndEndsWithZero() {
        assertThat(run("migrate-schemas", "--dry-run", "--schema=acme")).isZero();
        assertThat(out.toString())
                .contains("acme: V1, 2 pending: V2__a.sql, V3__b.sql")
                .contains("Nothing was changed. 1 schema pending");
        assertThat(migrator.migrated).isEmpty();
    }

    @Test
    void showsTheSqlOnceForAllInWhichTheSameIsPending() {
        migrator.upToDate = List.of("public");
        assertThat(run("migrate-schemas", "--dry-run")).isZero();
        assertThat(out.toString()).contains("""

                2 schemas: acme, globex
                The SQL depends on the schema; this is that of acme.
                would run V2__a.sql:

                CREATE TABLE a (of text DEFAULT 'acme');

                would run V3__b.sql, not in a transaction, whose SQL cannot be shown (a Java migration)

                RESULT      SCHEMAS  VERSIONS NOW
                pending           2  2 at 1
                up to date        1  1 at 3
                failed            0
                not tried         0
                all               3  2 at 1, 1 at 3

                Nothing was changed. 2 schemas pending""");
        assertThat(migrator.migrated).isEmpty();
    }

    @Test
    void failsWhereTheSqlCannotBeRead() {
        migrator.isUnreadable = true;
        assertThat(run("migrate-schemas", "--dry-run", "--schema=acme")).isEqualTo(1);
        assertThat(out.toString()).contains("Nothing was changed. 1 schema pending");
        assertThat(err.toString()).contains("'acme'").contains("No value provided for placeholder");
    }

    @Test
    void showsTheSqlForPrograms() {
        migrator.upToDate = List.of("public");
        assertThat(run("migrate-schemas", "--dry-run", "--output=json")).isZero();
        JsonNode plans = JsonMapper.shared().readTree(out.toString()).get("plans");
        assertThat(plans).hasSize(1);
        JsonNode plan = plans.get(0);
        assertThat(plan.get("schemas")).extracting(JsonNode::asString).containsExactly("acme", "globex");
        assertThat(plan.get("differs").asBoolean()).isTrue();
        JsonNode migrations = plan.get("migrations");
        assertThat(migrations.get(0).get("file").asString()).isEqualTo("V2__a.sql");
        assertThat(migrations.get(0).get("kind").asString()).isEqualTo("SQL");
        assertThat(migrations.get(0).get("sql").asString()).isEqualTo("CREATE TABLE a (of text DEFAULT 'acme');");
        assertThat(migrations.get(1).get("kind").asString()).isEqualTo("JDBC");
        assertThat(migrations.get(1).get("sql").isNull()).isTrue();
    }

    @Test
    void migratesWhatTheOptionsSelect() {
        assertThat(migratedBy()).containsExactly("public", "acme", "globex");
        assertThat(migratedBy("--shared")).containsExactly("public");
        assertThat(migratedBy("--tenant")).containsExactly("acme", "globex");
        assertThat(migratedBy("--shared", "--tenant")).containsExactly("public", "acme", "globex");
        assertThat(migratedBy("--schema=acme")).containsExactly("acme");
        assertThat(migratedBy("--schema=globex", "--schema=public")).containsExactly("public", "globex");
        assertThat(migratedBy("--tenant", "--schema=globex")).containsExactly("globex");
        assertThat(migratedBy("--shared", "--schema=globex")).containsExactly("public", "globex");
    }

    @Test
    void beginsWithTheCanaries() {
        assertThat(migratedBy("--canary=globex")).containsExactly("public", "globex", "acme");
        migrator.failing = "globex";
        assertThat(migratedBy("--canary=globex")).containsExactly("public", "globex");
    }

    @Test
    void goesNoFurtherThanTheVersionThatIsNamed() {
        assertThat(migratedBy("--tenant", "--target=2")).containsExactly("acme", "globex");
        assertThat(migrator.upTo).containsOnly("2");
        migrator.upTo.clear();
        migratedBy();
        assertThat(migrator.upTo).hasSize(3).containsOnlyNulls();
    }

    @Test
    void beginsNoFurtherTenantAfterAFailureWhenAskedTo() {
        migrator.failing = "acme";
        assertThat(run("migrate-schemas", "--fail-fast", "--parallel=1")).isEqualTo(1);
        assertThat(out.toString()).contains("globex: not tried");
    }

    @Test
    void failsForASchemaThatNoTenantHas() {
        assertThat(run("migrate-schemas", "--schema=initech")).isEqualTo(1);
        assertThat(out.toString()).contains("initech: FAILED: There is no tenant");
    }

    @Test
    void saysInOneLineThatThereIsNoDatabase() {
        migrator.unreachable = new SQLException("Connection to localhost:1 refused.\nCheck that it runs.");
        assertThat(run("migrate-schemas")).isEqualTo(3);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("Nothing could be done: ")
                .contains("Connection to localhost:1 refused. Check that it runs.");
    }

    @Test
    void tellsProgramsThatThereIsNoDatabase() {
        migrator.unreachable = new SQLException("Connection to localhost:1 refused.");
        assertThat(run("migrate-schemas", "--output=json")).isEqualTo(3);
        JsonNode error = JsonMapper.shared().readTree(out.toString()).get("error");
        assertThat(error.get("type").asString()).isEqualTo("DatabaseUnreachableException");
        assertThat(error.get("message").asString()).startsWith("Nothing could be done: ");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void tellsProgramsOfWrongUsage() {
        assertThat(runWithoutBeans("migrate-schemas", "--nonsense", "--output=json"))
                .isEqualTo(2);
        JsonNode error = JsonMapper.shared().readTree(out.toString()).get("error");
        assertThat(error.get("type").asString()).isEqualTo("WrongUsage");
        assertThat(error.get("message").asString()).contains("--nonsense");
        assertThat(err.toString()).contains("Usage: migrate-schemas");
    }

    @Test
    void showsHowFarSchemasAreAndEndsWithOneWhenSomethingIsPending() {
        migrator.upToDate = List.of("public", "globex");
        assertThat(run("migration-status")).isEqualTo(1);
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "SCHEMA VERSION STATE",
                        "public 3 up to date",
                        "acme 1 2 pending: V2__a.sql, V3__b.sql",
                        "globex 3 up to date",
                        "",
                        "3 schemas: 2 at 3, 1 at 1. 1 pending, 0 failed.");
        assertThat(migrator.migrated).isEmpty();
    }

    @Test
    void endsWithZeroWhenNothingIsPending() {
        migrator.upToDate = List.of("public", "acme", "globex");
        assertThat(run("migration-status", "--pending-only")).isZero();
        assertThat(out.toString()).doesNotContain("acme").contains("3 schemas: 3 at 3. 0 pending, 0 failed.");
    }

    @Test
    void showsOnlyWhatIsPendingWhenAskedTo() {
        migrator.upToDate = List.of("public", "globex");
        assertThat(run("migration-status", "--pending-only")).isEqualTo(1);
        assertThat(out.toString())
                .contains("acme")
                .doesNotContain("globex")
                .contains("3 schemas: 2 at 3, 1 at 1. 1 pending, 0 failed.");
    }

    @Test
    void endsWithOneWhenASchemaCannotBeMigrated() {
        migrator.upToDate = List.of("public", "globex");
        migrator.failing = "acme";
        assertThat(run("migration-status")).isEqualTo(1);
        assertThat(out.toString()).contains("FAILED: V2__unique.sql, line 3").contains("0 pending, 1 failed.");
    }

    @Test
    void showsTheSchemasThatAreNamed() {
        migrator.upToDate = List.of("public", "globex");
        assertThat(run("migration-status", "--schema=globex")).isZero();
        assertThat(out.toString()).contains("1 schema: 1 at 3.");
    }

    @Test
    void showsHowFarSchemasAreForPrograms() {
        migrator.upToDate = List.of("public", "globex");
        assertThat(run("migration-status", "--output=json", "--pending-only")).isEqualTo(1);
        JsonNode document = JsonMapper.shared().readTree(out.toString());
        assertThat(document.get("pending").asInt()).isEqualTo(1);
        assertThat(document.get("versions").get("3").asInt()).isEqualTo(2);
        assertThat(document.get("schemas")).hasSize(1);
        assertThat(document.get("schemas")
                        .get(0)
                        .get("pending")
                        .get(1)
                        .get("file")
                        .asString())
                .isEqualTo("V3__b.sql");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void listsTenants() {
        assertThat(run("list-tenants")).isZero();
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "ID SCHEMA STATUS HOSTS",
                        "1 acme ACTIVE acme.example.com, www.acme.example.com",
                        "2 globex SUSPENDED",
                        "2 tenants");
    }

    @Test
    void listsTenantsForPrograms() {
        assertThat(run("list-tenants", "--output=json")).isZero();
        JsonNode listed = JsonMapper.shared().readTree(out.toString()).get("tenants");
        assertThat(listed.get(0).get("primaryHost").asString()).isEqualTo("acme.example.com");
        assertThat(listed.get(1).get("schema").asString()).isEqualTo("globex");
        assertThat(listed.get(1).get("primaryHost").isNull()).isTrue();
    }

    private String madeBy(String... options) {
        tenants.tenants.add(new Tenant(3, SchemaName.of("hooli"), TenantStatus.PROVISIONING, List.of()));
        List<String> arguments = new ArrayList<>(List.of("migrate-schemas", "--parallel=1"));
        arguments.addAll(List.of(options));
        Map<Class<?>, Object> beans = Map.of(
                TenantRegistry.class,
                tenants,
                MigrationDefaults.class,
                new MigrationDefaults(2, true),
                TenantMigrator.class,
                new TenantMigrator(tenants, SchemaName.of("public"), migrator, tenant -> {}));
        run(
                new CommandBeans() {
                    @Override
                    public <T> T get(Class<T> type) {
                        Object bean = beans.get(type);
                        if (bean == null) {
                            throw new NoClassDefFoundError("what an initializer needs");
                        }
                        return type.cast(bean);
                    }
                },
                arguments.toArray(String[]::new));
        return out.toString();
    }

    @Test
    void tellsWhatBecameOfATenantWhoseInitializerCannotBeLoaded() {
        assertThat(madeBy()).contains("hooli").contains("was not made: what an initializer needs");
    }

    @Test
    void makesTenantsAlsoWhereAnotherOneFailed() {
        migrator.failing = "acme";
        assertThat(madeBy()).contains("was not made:");
    }

    @Test
    void makesNoTenantsAfterACanaryHasFailed() {
        migrator.failing = "acme";
        assertThat(madeBy("--canary=acme")).contains("acme").doesNotContain("hooli");
    }

    @Test
    void makesTenantsAfterACanaryThatDidNotFail() {
        migrator.failing = "globex";
        assertThat(madeBy("--canary=acme")).contains("was not made:");
    }

    @Test
    void makesNoTenantsAfterAFailureWhereNothingIsBegunAfterOne() {
        migrator.failing = "globex";
        assertThat(madeBy("--fail-fast")).contains("globex").doesNotContain("hooli");
    }

    private List<String> migratedBy(String... options) {
        migrator.migrated.clear();
        List<String> arguments = new ArrayList<>(List.of("migrate-schemas", "--parallel=1"));
        arguments.addAll(List.of(options));
        run(arguments.toArray(String[]::new));
        return List.copyOf(migrator.migrated);
    }

    private int run(String... arguments) {
        Map<Class<?>, Object> beans = Map.of(
                TenantRegistry.class,
                tenants,
                MigrationDefaults.class,
                new MigrationDefaults(2),
                TenantMigrator.class,
                new TenantMigrator(tenants, SchemaName.of("public"), migrator, tenant -> {}));
        return run(
                new CommandBeans() {
                    @Override
                    public <T> T get(Class<T> type) {
                        return type.cast(Objects.requireNonNull(beans.get(type)));
                    }
                },
                arguments);
    }

    private int runWithoutBeans(String... arguments) {
        return run(
                new CommandBeans() {
                    @Override
                    public <T> T get(Class<T> type) {
                        throw new AssertionError("Asked for " + type);
                    }
                },
                arguments);
    }

    private int run(CommandBeans beans, String... arguments) {
        TenantCommands.Invocation invocation =
                TenantCommands.read(console, arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length));
        if (invocation instanceof TenantCommands.Ready ready) {
            return ready.run(beans, console);
        }
        return ((TenantCommands.Answered) invocation).exitCode();
    }

    private static final class TwoTenants implements TenantRegistry {

        private final List<Tenant> tenants = new ArrayList<>(List.of(
                new Tenant(
                        1,
                        SchemaName.of("acme"),
                        TenantStatus.ACTIVE,
                        List.of(
                                new Domain(HostName.of("www.acme.example.com"), false),
                                new Domain(HostName.of("acme.example.com"), true))),
                new Tenant(2, SchemaName.of("globex"), TenantStatus.SUSPENDED, List.of())));

        @Override
        public Optional<Tenant> findByHost(HostName host) {
            return Optional.empty();
        }

        @Override
        public Optional<Tenant> findBySchema(SchemaName schema) {
            return tenants.stream()
                    .filter(tenant -> tenant.schema().equals(schema))
                    .findFirst();
        }

        @Override
        public void forEach(Consumer<Tenant> action) {
            tenants.forEach(action);
        }
    }

    private static final class ScriptedMigrator extends RefusingMigrator {

        private final List<String> migrated = new ArrayList<>();

        private final List<@Nullable String> upTo = new ArrayList<>();

        /** Who waits for a lock for too long, as many times as it is in here. */
        private final List<String> locked = new ArrayList<>();

        private String failing = "";

        private List<String> upToDate = List.of();

        private boolean isUnreadable;

        private @Nullable SQLException unreachable;

        @Override
        public Done migrate(MigrationTarget target) {
            if (unreachable != null) {
                throw new DatabaseUnreachableException(unreachable);
            }
            migrated.add(target.toString());
            upTo.add(target.upTo());
            failIfAsked(target);
            if (locked.remove(target.toString())) {
                throw new SchemaMigrationException(
                        target,
                        new MigrationFailure(
                                "canceling statement due to lock timeout",
                                "V2__a.sql",
                                null,
                                null,
                                "55P03",
                                null,
                                null,
                                true),
                        null);
            }
            return target.isShared()
                    ? new UpToDate(target, "1")
                    : new Migrated(target, "1", "3", 2, Duration.ofMillis(120));
        }

        private void failIfAsked(MigrationTarget target) {
            if (target.toString().equals(failing)) {
                throw new SchemaMigrationException(
                        target,
                        new MigrationFailure(
                                "could not create unique index \"i\"",
                                "V2__unique.sql",
                                3,
                                "CREATE UNIQUE INDEX i ON products (name)",
                                "23505",
                                "Key (name)=(x) is duplicated.",
                                null,
                                true),
                        null);
            }
        }

        @Override
        public SchemaMigrationResult pending(MigrationTarget target) {
            failIfAsked(target);
            if (upToDate.contains(target.toString())) {
                return new UpToDate(target, "3");
            }
            return new Pending(
                    target,
                    "1",
                    List.of(
                            new PendingMigration("2", "a", "V2__a.sql", true),
                            new PendingMigration("3", "b", "V3__b.sql", true)));
        }

        @Override
        public List<PlannedMigration> plan(MigrationTarget target) {
            if (isUnreadable) {
                throw new SchemaMigrationException(
                        target, MigrationFailure.of("No value provided for placeholder: ${x}"), null);
            }
            return List.of(
                    new PlannedMigration(
                            new PendingMigration("2", "a", "V2__a.sql", true),
                            "SQL",
                            "CREATE TABLE a (of text DEFAULT '" + target + "');"),
                    new PlannedMigration(new PendingMigration("3", "b", "V3__b.sql", false), "JDBC", null));
        }
    }
}
