package io.tenantschemas.autoconfigure.provision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.routing.TenantDataSources;
import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.migrate.MigrationCondition;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.ProvisioningLifecycle;
import io.tenantschemas.provision.ProvisioningMode;
import io.tenantschemas.provision.ProvisioningProgress;
import io.tenantschemas.provision.ProvisioningTransaction;
import io.tenantschemas.provision.ProvisioningWorkers;
import io.tenantschemas.provision.SchemaBuilder;
import io.tenantschemas.provision.SchemaProvisioner;
import io.tenantschemas.provision.TenantLifecycle;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.provision.TenantRepair;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.DdlDataSource;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.LimitedUser;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * An application whose own user may make neither schemas nor tables and owns nothing, and which has a data source of another user for
 * that: both with pools of one connection.
 */
@Timeout(60)
class DdlDataSourceIT {

    private static final TestDatabase DATABASE = PostgresServer.forTests().createDatabase();

    private static final JdbcTemplate PSQL = new JdbcTemplate(DATABASE.dataSource());

    private static final LimitedUser USER = LimitedUser.of(DATABASE);

    private static Provisioned application;

    private final Client acme = Provisioned.client("acme");

    private final String schema = acme.getSchemaName();

    @Configuration(proxyBeanMethods = false)
    @Import(ProvisioningApplication.class)
    static class ApplicationWithDdlDataSource {

        // tag::bean[]
        @Bean(defaultCandidate = false)
        @FlywayDataSource
        HikariDataSource migrations(Environment environment) {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(environment.getRequiredProperty("spring.datasource.url"));
            pool.setUsername(environment.getRequiredProperty("ddl.username"));
            pool.setPassword(environment.getRequiredProperty("ddl.password"));
            pool.setMaximumPoolSize(1);
            return pool;
        }
        // end::bean[]

        @Bean
        ObservedBuilder schemaBuilder(SchemaMigrator migrator, FallThroughCheck check) {
            return new ObservedBuilder(new MigratingSchemaBuilder(migrator, check), new AtomicReference<>());
        }
    }

    /** Has something happen between the migrations and the transaction that puts a tenant into service. */
    record ObservedBuilder(SchemaBuilder builder, AtomicReference<@Nullable Consumer<Tenant>> afterwards)
            implements SchemaBuilder {

        @Override
        public boolean build(Tenant tenant, Connection connection) throws SQLException {
            return builder.build(tenant, connection);
        }

        @Override
        public boolean buildByItself(Tenant tenant, MigrationStop stop, MigrationCondition condition) {
            boolean built = builder.buildByItself(tenant, stop, condition);
            Consumer<Tenant> once = afterwards.getAndSet(null);
            if (once != null) {
                once.accept(tenant);
            }
            return built;
        }

        @Override
        public boolean isBuilt(Tenant tenant, Connection connection) throws SQLException {
            return builder.isBuilt(tenant, connection);
        }

        @Override
        public void baseline(Tenant tenant, String version, Connection connection) throws SQLException {
            builder.baseline(tenant, version, connection);
        }

        @Override
        public boolean hold(SchemaName name, Connection connection) throws SQLException {
            return builder.hold(name, connection);
        }

        @Override
        public void inherit(SchemaName from, SchemaName to, Connection connection) throws SQLException {
            builder.inherit(from, to, connection);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        PSQL.execute("REVOKE CREATE ON DATABASE %s FROM %s".formatted(DATABASE.name(), USER.name()));
        PSQL.execute("REVOKE CREATE ON SCHEMA public FROM " + USER.name());
        PSQL.execute(new ClassPathResource("db/ddl/privileges.sql")
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("app;", USER.name() + ";"));
        application = Provisioned.start(
                DATABASE,
                ApplicationWithDdlDataSource.class,
                "spring.datasource.username=" + USER.name(),
                "spring.datasource.password=" + USER.password(),
                "ddl.username=" + DATABASE.username(),
                "ddl.password=" + DATABASE.password(),
                "tenant-schemas.migrations.shared.locations=classpath:db/shared,classpath:db/waiting/shared",
                "tenant-schemas.provisioning.mode=async",
                "tenant-schemas.provisioning.async.poll-interval=50ms",
                "tenant-schemas.provisioning.async.initial-delay=100ms",
                "tenant-schemas.provisioning.async.max-delay=100ms",
                "tenant-schemas.provisioning.async.max-attempts=2");
    }

    @AfterAll
    static void stop() {
        application.stop();
        USER.close();
    }

    @AfterEach
    void leavesNothingBehind() {
        application.assertAsBefore();
        // Nor on the connections of the other pool, on which the next tenant is migrated.
        JdbcTemplate ddl =
                new JdbcTemplate(application.bean(DdlDataSource.class).dataSource());
        assertThat(ddl.queryForObject("SHOW search_path", String.class)).isEqualTo("\"$user\", public");
        assertThat(ddl.queryForList("SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()"))
                .isEmpty();
    }

    private Client save() {
        application.clients().save(acme);
        awaitStatus(TenantStatus.ACTIVE);
        return acme;
    }

    private void fail() {
        application.script().first(tenant -> {
            throw new IllegalStateException("no seeds");
        });
        application.clients().save(acme);
        awaitStatus(TenantStatus.FAILED);
        application.script().clear();
    }

    private void awaitStatus(TenantStatus status) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(PSQL.queryForList(
                                "SELECT status FROM client WHERE schema_name = ?", String.class, schema))
                        .containsExactly(status.name()));
    }

    private static @Nullable String ownerOf(String table) {
        return PSQL.queryForObject(
                "SELECT relowner::regrole::text FROM pg_class WHERE oid = ?::regclass", String.class, table);
    }

    private void assertOwned(String name) {
        assertThat(PSQL.queryForObject(
                        "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = ?", String.class, name))
                .isEqualTo(DATABASE.username());
        assertThat(ownerOf(name + ".note")).isEqualTo(DATABASE.username());
    }

    private static NewTenant another(Client client) {
        return NewTenant.of(client.getSchemaName(), client.getPrimaryDomain())
                .with("name", "Another")
                .with("on_trial", true)
                .with("created_on", "2026-11-30");
    }

    @Test
    void theApplicationsOwnUserMayMakeNothing() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> application.jdbc().sql("CREATE SCHEMA tried").update())
                .withStackTraceContaining("permission denied for database");
        assertThat(ownerOf("public.client")).isEqualTo(DATABASE.username());
    }

    @Test
    void isAnotherDataSourceThanThatOfTheTenants() throws SQLException {
        assertThat(application.bean(DdlDataSource.class).isApart()).isTrue();
        assertThat(application.bean(DdlDataSource.class).dataSource().unwrap(HikariDataSource.class))
                .isNotSameAs(application.bean(DataSource.class).unwrap(HikariDataSource.class));
    }

    @Test
    void makesASchemaThereAndFillsItAsTheApplication() {
        List<String> users = new CopyOnWriteArrayList<>();
        application.script().first(tenant -> {
            users.add(application
                    .jdbc()
                    .sql("SELECT current_user")
                    .query(String.class)
                    .single());
            application.notes().add("seed");
        });
        save();
        assertOwned(schema);
        application.assertComplete(acme);
        assertThat(users).containsExactly(USER.name());
        assertThat(application.notesOf(acme)).containsExactly("seed");
        assertThat(PSQL.queryForObject("SELECT count(*) FROM tenant_provisioning", Integer.class))
                .isZero();
    }

    /** Returns what makes tenants when it is asked to, in an application in which nobody does in the background. */
    private static TenantRepair repair() {
        Asked asked = new Asked(ProvisioningMode.NONE);
        return new TenantRepair(asked.transaction(), asked.schemas(), asked.table(), asked.lifecycle());
    }

    private static TenantProvisioner provisioner() {
        Asked asked = new Asked(ProvisioningMode.NONE);
        return new TenantProvisioner(asked.transaction(), asked.schemas(), asked.table(), asked.lifecycle());
    }

    private record Asked(ProvisioningMode mode) {

        SchemaProvisioner schemas() {
            return application.bean(SchemaProvisioner.class);
        }

        TenantTable table() {
            return application.bean(TenantTable.class);
        }

        TenantLifecycle lifecycle() {
            return new ProvisioningLifecycle(
                    schemas(),
                    table(),
                    application.bean(TenantChangePublisher.class),
                    application::publish,
                    false,
                    mode);
        }

        ProvisioningTransaction transaction() {
            return new ProvisioningTransaction(
                    application.bean(TenantDataSources.class).holdingTenants(),
                    () -> application.bean(PlatformTransactionManager.class),
                    lifecycle(),
                    application.bean(DdlDataSource.class));
        }
    }

    @Test
    void makesATenantInPartsWhenSomebodyAsksForItWhereNobodyElseDoes() {
        ProvisioningWorkers workers = application.bean(ProvisioningWorkers.class);
        SchemaName name = SchemaName.of(schema);
        application.script().first(tenant -> {
            throw new IllegalStateException("no seeds");
        });
        workers.stop();
        try {
            application.clients().save(acme);
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> repair().makeSchema(name))
                        .withMessage("no seeds");
                assertThat(application.hasSchema(acme)).isTrue();
            }
            PSQL.execute("CREATE TABLE %s.left_over (id int)".formatted(schema));
            application.script().first(tenant -> application.notes().add("seed"));
            application.transaction().executeWithoutResult(status -> {
                application.clients().count();
                assertThatExceptionOfType(TenantRefusedException.class)
                        .isThrownBy(() -> repair().makeSchema(name))
                        .withMessageContaining("outside of the transaction");
            });
            assertThat(repair().makeSchema(name).status()).isEqualTo(TenantStatus.ACTIVE);
        } finally {
            workers.start();
        }
        assertOwned(schema);
        application.assertComplete(acme);
        assertThat(application.notesOf(acme)).containsExactly("seed");
        assertThat(application.events().recorded()).containsOnlyOnce("created " + schema);
        assertThat(PSQL.queryForObject("SELECT count(*) FROM tenant_provisioning", Integer.class))
                .isZero();
    }

    @Test
    void leavesATenantWhomSomebodyElseMakesWhenItIsAskedFor() {
        ProvisioningWorkers workers = application.bean(ProvisioningWorkers.class);
        workers.stop();
        try {
            application.clients().save(acme);
            ((ObservedBuilder) application.bean(SchemaBuilder.class))
                    .afterwards()
                    .set(tenant -> PSQL.update(
                            "UPDATE client SET status = 'FAILED' WHERE schema_name = ?",
                            tenant.schema().value()));
            SchemaName name = SchemaName.of(schema);
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> repair().makeSchema(name))
                    .withMessageContaining("by somebody else");
            assertThat(provisioner().resume(schema).status()).isEqualTo(TenantStatus.PROVISIONING);
            assertThat(repair().makeSchema(name).status()).isEqualTo(TenantStatus.ACTIVE);
        } finally {
            workers.start();
        }
        application.assertComplete(acme);
    }

    @Test
    void putsNobodyIntoServiceWhoseSchemaSomebodyHasBegunAnew() {
        ((ObservedBuilder) application.bean(SchemaBuilder.class)).afterwards().set(tenant -> {
            // As another process does that takes the attempt for one that has ended.
            PSQL.execute("DROP SCHEMA %1$s CASCADE; CREATE SCHEMA %1$s".formatted(tenant.schema()));
            PSQL.update(
                    "UPDATE tenant_provisioning SET schema_oid = (SELECT oid FROM pg_namespace WHERE nspname = ?)",
                    tenant.schema().value());
        });
        save();
        application.assertComplete(acme);
    }

    @Test
    void dropsASchemaThereTogetherWithTheRow() {
        save();
        application.provisioner().drop(schema);
        application.assertNothingOf(acme);
        assertThat(application.events().recorded()).contains("dropped " + schema);
    }

    @Test
    void triggersFindTheirTablesAsOnTheApplicationsConnections() {
        save();
        PSQL.execute("CREATE SCHEMA extensions CREATE TABLE farewell (name text)");
        PSQL.execute(
                "CREATE FUNCTION extensions.say_farewell() RETURNS trigger LANGUAGE plpgsql AS"
                        // And leaves something in the session, which the next migration there must not meet.
                        + " 'BEGIN INSERT INTO farewell VALUES (old.schema_name); CREATE TEMPORARY TABLE left_over (id int); RETURN old; END'");
        PSQL.execute(
                "CREATE TRIGGER farewell BEFORE DELETE ON client FOR EACH ROW EXECUTE FUNCTION extensions.say_farewell()");
        try {
            application.provisioner().drop(schema);
            assertThat(PSQL.queryForList("SELECT name FROM extensions.farewell", String.class))
                    .containsExactly(schema);
        } finally {
            PSQL.execute("DROP SCHEMA extensions CASCADE");
        }
    }

    @Test
    void renamesASchemaThereTogetherWithTheRow() {
        application.script().first(tenant -> application.notes().add("of " + tenant.schema()));
        save();
        Client renamed = Provisioned.client("globex");
        application.provisioner().rename(schema, renamed.getSchemaName());
        assertThat(application.hasSchema(acme)).isFalse();
        assertThat(application.hasRow(renamed)).isTrue();
        assertThat(application
                        .tenants()
                        .execute(
                                renamed.getSchemaName(),
                                () -> application
                                        .jdbc()
                                        .sql("SELECT text FROM note")
                                        .query(String.class)
                                        .list()))
                .containsExactly("of " + schema);
    }

    @Test
    void copiesASchemaThereTogetherWithTheRow() {
        application.script().first(tenant -> application.notes().add("copied"));
        save();
        Client copy = Provisioned.client("globex");
        application.provisioner().copy(schema, another(copy), true);
        assertOwned(copy.getSchemaName());
        application.assertComplete(copy);
        assertThat(application.notesOf(copy)).containsExactly("copied");
    }

    @Test
    void adoptsASchemaThere() {
        PSQL.execute("CREATE SCHEMA " + schema);
        PSQL.execute("CREATE TABLE %s.note (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, text text)"
                .formatted(schema));
        application.provisioner().adopt(another(acme), "1");
        assertOwned(schema);
        assertThat(ownerOf(schema + ".orders")).isEqualTo(DATABASE.username());
        application.assertComplete(acme);
    }

    @Test
    void changesNoSchemasWithinATransactionOfTheApplications() {
        save();
        Client other = Provisioned.client("globex");
        application.transaction().executeWithoutResult(status -> {
            // The transaction has its connection from here on.
            application.clients().count();
            for (Runnable change : List.<Runnable>of(
                    () -> application.provisioner().drop(schema),
                    () -> application.provisioner().rename(schema, other.getSchemaName()),
                    () -> application.provisioner().copy(schema, another(other), true),
                    () -> application.provisioner().adopt(another(other)))) {
                assertThatExceptionOfType(TenantRefusedException.class)
                        .isThrownBy(change::run)
                        .withMessageContaining("outside of the transaction");
            }
        });
        application.assertComplete(acme);
        assertThat(application.hasSchema(other)).isFalse();
        assertThat(application.hasRow(other)).isFalse();
    }

    @Test
    void keepsTheRowOfATenantForWhichASchemaWasBegun() {
        fail();
        assertThat(application.hasSchema(acme)).isTrue();
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> application.clients().deleteById(Objects.requireNonNull(acme.getId())))
                .withMessageContaining("TenantProvisioner");
        assertThat(application.hasRow(acme)).isTrue();
        application.provisioner().drop(schema);
        application.assertNothingOf(acme);
    }

    @Test
    void beginsAnewWhenATenantIsResumed() {
        fail();
        PSQL.execute("CREATE TABLE %s.left_over (id int)".formatted(schema));
        application.provisioner().resume(schema);
        awaitStatus(TenantStatus.ACTIVE);
        assertOwned(schema);
        application.assertComplete(acme);
    }

    @Test
    void migratesThere() {
        save();
        PSQL.execute("DROP TABLE %s.orders".formatted(schema));
        PSQL.update("DELETE FROM %s.flyway_schema_history WHERE version = '2'".formatted(schema));
        assertThat(application.bean(TenantMigrator.class).status().isUpToDate()).isFalse();
        assertThat(application
                        .bean(TenantMigrator.class)
                        .migrate(MigrationRequest.all())
                        .isUpToDate())
                .isTrue();
        assertThat(ownerOf(schema + ".orders")).isEqualTo(DATABASE.username());
    }

    @Test
    void saysHowATenantGetsItsSchemaWhoseRowWasWrittenByHand() {
        PSQL.update(
                "INSERT INTO client (schema_name, status, name, on_trial, created_on) VALUES (?, 'ACTIVE', 'By hand', true, now())",
                schema);
        SchemaName name = SchemaName.of(schema);
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> application.bean(TenantRepair.class).makeSchema(name))
                .withMessageContaining("PROVISIONING");
        assertThat(application.hasSchema(acme)).isFalse();
        PSQL.update("UPDATE client SET status = 'PROVISIONING' WHERE schema_name = ?", schema);
        awaitStatus(TenantStatus.ACTIVE);
        assertOwned(schema);
        assertThat(application.bean(ProvisioningProgress.class).all()).isEmpty();
    }
}
