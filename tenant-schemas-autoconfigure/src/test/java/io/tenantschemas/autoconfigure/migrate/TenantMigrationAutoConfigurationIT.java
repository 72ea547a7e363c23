package io.tenantschemas.autoconfigure.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;
import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.migrate.AmbiguousMigrationException;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TypeColumn;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TenantMigrationAutoConfigurationIT {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    @TempDir
    private Path tenantMigrations = Path.of("");

    @TempDir
    private Path sharedMigrations = Path.of("");

    private ApplicationContextRunner contextRunner = new ApplicationContextRunner();

    @BeforeEach
    void prepare() {
        contextRunner = contextRunner
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        FlywayAutoConfiguration.class,
                        TenantSchemasAutoConfiguration.class,
                        TenantRoutingAutoConfiguration.class,
                        TenantMigrationAutoConfiguration.class))
                .withBean(TenantTable.class, () -> new TenantTable(SchemaName.of("public"), "client"))
                .withPropertyValues(
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=" + database.username(),
                        "spring.datasource.password=" + database.password(),
                        "spring.datasource.hikari.maximum-pool-size=5",
                        "tenant-schemas.migrations.shared.locations=classpath:db/shared,filesystem:" + sharedMigrations,
                        "tenant-schemas.migrations.tenant.locations=filesystem:" + tenantMigrations);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void migratesTheSharedSchemaAtStartUp() {
        contextRunner.run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(TenantMigrator.class);
            assertThat(table("public.client")).isNotNull();
        });
    }

    @Test
    void leavesTenantsAloneAtStartUp() throws IOException {
        migrateShared();
        addTenant("acme");
        write("V1__notes.sql", "CREATE TABLE note (id bigint);");

        contextRunner.run(context -> assertThat(table("acme.note")).isNull());
    }

    @Test
    void migratesTenantsAtStartUpWhenToldTo() throws IOException {
        migrateShared();
        addTenant("acme");
        write("V1__notes.sql", "CREATE TABLE note (id bigint);");

        contextRunner
                .withPropertyValues("tenant-schemas.migrations.on-startup=all")
                .run(context -> assertThat(table("acme.note")).isNotNull());
    }

    @Test
    void migratesTheOthersAndFailsToStartWhenATenantFails() throws IOException {
        migrateShared();
        addTenant("acme");
        addTenant("globex");
        write("V1__notes.sql", "CREATE TABLE note (id bigint);\nSELECT idd FROM note;");

        contextRunner
                .withPropertyValues("tenant-schemas.migrations.on-startup=all")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(StartupMigrationException.class)
                        .hasMessageContaining("globex")
                        .hasMessageContaining("V1__notes.sql, line 2")
                        .hasMessageContaining("SELECT idd")
                        .hasMessageContaining("Perhaps you meant to reference the column \"note.id\"."));
    }

    @Test
    void migratesNothingWhenToldTo() {
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.on-startup=none")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(table("public.client")).isNull();
                });
    }

    @Test
    void refusesToStartWhenTheSharedSchemaIsBehindAndMayNotBeMigrated() {
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.on-startup=validate")
                .run(context -> {
                    assertThat(context)
                            .hasFailed()
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(StartupMigrationException.class)
                            .hasMessageContaining("V1__clients.sql")
                            .hasMessageContaining("migrate-schemas");
                    assertThat(table("public.flyway_schema_history")).isNull();
                });
        migrateShared();
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.on-startup=validate")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "none", "validate"})
    void startsWithTenantsThatAreBehindAndLeavesThemAlone(String mode) throws IOException {
        migrateShared();
        addTenant("acme");
        write("V1__notes.sql", "CREATE TABLE note (id bigint);");
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.on-startup=" + mode)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(table("acme.note")).isNull();
                    assertThat(table("acme.flyway_schema_history")).isNull();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "all"})
    void refusesToStartWhenTheSharedSchemaCannotBeMigratedAndTriesNoTenant(String mode) throws IOException {
        migrateShared();
        addTenant("acme");
        write("V1__notes.sql", "CREATE TABLE note (id bigint);");
        writeShared("V2__broken.sql", "SELECT * FROM no_such_table;");
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.on-startup=" + mode)
                .run(context -> {
                    assertThat(context)
                            .hasFailed()
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(StartupMigrationException.class)
                            .hasMessageContainingAll("public failed", "V2__broken.sql, line 1", "no_such_table");
                    assertThat(table("acme.note")).isNull();
                });
    }

    @Test
    void migratesTheSharedSchemaBeforeTenantsWhenToldToMigrateAll() throws IOException {
        migrateShared();
        addTenant("acme");
        writeShared("V2__countries.sql", "CREATE TABLE country (code text PRIMARY KEY);");
        write("V1__notes.sql", "CREATE TABLE note (country text REFERENCES ${public}.country);");
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.on-startup=all")
                .run(context -> assertThat(table("acme.note")).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "validate"})
    void migratesNothingOfTheSharedSchemaEither(String mode) throws IOException {
        migrateShared();
        writeShared("V2__countries.sql", "CREATE TABLE country (code text PRIMARY KEY);");
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.on-startup=" + mode)
                .run(context -> {
                    assertThat(table("public.country")).isNull();
                    if (mode.equals("validate")) {
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("public lacks V2__countries.sql. Run the application with the"
                                        + " command 'migrate-schemas'.");
                    } else {
                        assertThat(context).hasNotFailed();
                    }
                });
    }

    @Test
    void startsWhereANewerApplicationHasMigratedTheSharedSchema() throws IOException {
        writeShared("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT name FROM client;");
        migrateShared();
        writeShared("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT name, id FROM client;");
        writeShared("R__more.sql", "CREATE OR REPLACE VIEW more AS SELECT name FROM client;");
        writeShared("V2__countries.sql", "CREATE TABLE country (code text PRIMARY KEY);");
        migrateShared();
        Files.delete(sharedMigrations.resolve("R__more.sql"));
        Files.delete(sharedMigrations.resolve("V2__countries.sql"));
        writeShared("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT name FROM client;");
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.on-startup=validate")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(TenantMigrator.class).status().isUpToDate())
                            .as("what a newer application has run is a difference, too")
                            .isFalse();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "all", "validate"})
    void refusesToStartWithMigrationsOfTenantsThatCannotBeToldApart(String mode) throws IOException {
        ofTwoVersionsAlike(mode).run(context -> {
            assertThat(context)
                    .hasFailed()
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(AmbiguousMigrationException.class)
                    .hasMessageContainingAll("premium", "tenant/V1__notes.sql", "tenant-premium/V1__reports.sql");
            assertThat(table("public.client")).isNull();
        });
    }

    @Test
    void onlyTellsOfThemWhereItDoesNothing(CapturedOutput output) throws IOException {
        ofTwoVersionsAlike("none").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output).contains("tenant/V1__notes.sql and ");
        });
    }

    @Test
    void leavesThemToTheCommandThatMigrates(CapturedOutput output) throws IOException {
        ofTwoVersionsAlike("all")
                .withPropertyValues("tenant-schemas.command.active=true")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(output).doesNotContain("V1__notes.sql");
                });
    }

    private ApplicationContextRunner ofTwoVersionsAlike(String mode) throws IOException {
        Files.createDirectory(tenantMigrations.resolve("tenant"));
        Files.createDirectory(tenantMigrations.resolve("tenant-premium"));
        write("tenant/V1__notes.sql", "CREATE TABLE note (id bigint);");
        write("tenant-premium/V1__reports.sql", "CREATE TABLE report (id bigint);");
        TypeColumn plan = new TypeColumn("plan", Map.of(TypeName.of("premium"), "PREMIUM"));
        return contextRunner
                .withBean(
                        "tableWithTypes",
                        TenantTable.class,
                        () -> new TenantTable(SchemaName.of("public"), "client", Optional.of(plan)),
                        definition -> definition.setPrimary(true))
                .withPropertyValues(
                        "tenant-schemas.migrations.tenant.locations=filesystem:" + tenantMigrations.resolve("tenant"),
                        "tenant-schemas.migrations.on-startup=" + mode);
    }

    @Test
    void refusesAModeThatThereIsNot() {
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.on-startup=tenants")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining("tenant-schemas.migrations.on-startup"));
    }

    @Test
    void leavesStartUpAloneInTheProcessOfACommand() {
        contextRunner.withPropertyValues("tenant-schemas.command.active=true").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(table("public.client")).isNull();
        });
    }

    @Test
    void makesSpringBootsOwnFlywayBackOff() {
        contextRunner.run(context -> assertThat(context)
                .hasSingleBean(Flyway.class)
                .hasBean("sharedFlyway")
                .doesNotHaveBean(FlywayMigrationInitializer.class));
    }

    @Test
    void letsOthersThatUseTheDatabaseWait() {
        contextRunner.run(context -> assertThat(context.getBeanFactory()
                        .getBeanDefinition("jdbcTemplate")
                        .getDependsOn())
                .contains("startupMigration"));
    }

    @Test
    void appliesTheApplicationsCustomizers() {
        contextRunner
                .withBean(
                        FlywayConfigurationCustomizer.class,
                        () -> configuration -> configuration.installedBy("somebody"))
                .run(context -> assertThat(jdbc.queryForObject(
                                "SELECT installed_by FROM public.flyway_schema_history WHERE version = '1'",
                                String.class))
                        .isEqualTo("somebody"));
    }

    @Test
    void runsJavaMigrationsThatAreMarkedAsTheTenants() {
        migrateShared();
        addTenant("acme");

        contextRunner
                .withBean(V1__JavaNotes.class)
                .withPropertyValues("tenant-schemas.migrations.on-startup=all")
                .run(context -> {
                    assertThat(table("acme.java_note")).isNotNull();
                    assertThat(table("public.java_note")).isNull();
                });
    }

    @Test
    void refusesAParallelismOfZero() {
        contextRunner
                .withPropertyValues("tenant-schemas.migrations.parallelism=0")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining("tenant-schemas.migrations.parallelism"));
    }

    @Test
    void backsOffWhenSwitchedOff() {
        contextRunner
                .withPropertyValues("tenant-schemas.enabled=false", "spring.flyway.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(TenantMigrator.class));
    }

    private void migrateShared() {
        contextRunner.run(context -> assertThat(context).hasNotFailed());
    }

    private void addTenant(String schema) {
        jdbc.execute("CREATE SCHEMA " + schema);
        jdbc.update(
                "INSERT INTO public.client (schema_name, status, name, on_trial, created_on)"
                        + " VALUES (?, 'ACTIVE', ?, false, current_date)",
                schema,
                schema);
    }

    private void write(String name, String sql) throws IOException {
        Files.writeString(tenantMigrations.resolve(name), sql);
    }

    private void writeShared(String name, String sql) throws IOException {
        Files.writeString(sharedMigrations.resolve(name), sql);
    }

    private @Nullable String table(String name) {
        return jdbc.queryForObject("SELECT to_regclass(?)::text", String.class, name);
    }

    @TenantScoped
    static class V1__JavaNotes extends BaseJavaMigration {

        @Override
        public void migrate(Context context) throws Exception {
            try (var statement = context.getConnection().createStatement()) {
                statement.execute("CREATE TABLE java_note (id bigint)");
            }
        }
    }
}
