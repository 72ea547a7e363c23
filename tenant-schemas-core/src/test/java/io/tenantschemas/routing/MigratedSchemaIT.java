package io.tenantschemas.routing;

import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Migrations that make what finds names by the path, between two requests for which the clock stands still. */
class MigratedSchemaIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private PoolOfOne tenants = new PoolOfOne(RoutingStrategy.QUALIFIED);

    private StatementCounter counter = new StatementCounter(tenants.pool(true));

    private RoutingDataSource dataSource = tenants.routed(counter.dataSource());

    @BeforeEach
    void meetBoth() throws SQLException {
        tenants.hear(1);
        assertKnown();
    }

    @AfterEach
    void stop() {
        tenants.close();
    }

    private void assertKnown() throws SQLException {
        for (int i = 0; i < 2; i++) {
            costOf(ACME);
            costOf(GLOBEX);
        }
        assertThat(costOf(ACME)).isZero();
        assertThat(costOf(GLOBEX)).isZero();
    }

    /** Returns how many statements one for {@code tenant} costs besides itself. */
    private int costOf(Tenant tenant) throws SQLException {
        int before = counter.executed();
        assertThat(owner(tenant, dataSource)).isEqualTo(tenant.schema().value());
        return counter.executed() - before - 1;
    }

    private void use(RoutingStrategy strategy) throws SQLException {
        tenants.close();
        tenants = new PoolOfOne(strategy);
        counter = new StatementCounter(tenants.pool(true));
        dataSource = tenants.routed(counter.dataSource());
        meetBoth();
    }

    private void migrate(Tenant tenant, String sql) {
        migrate(tenant.schema(), sql);
    }

    private void migrate(SchemaName schema, String sql) {
        tenants.jdbc().execute(sql);
        dataSource.router().migratedSchemas().add(schema);
    }

    private String insert(String column) throws SQLException {
        return query(ACME, dataSource, "INSERT INTO owner VALUES ('new') RETURNING " + column);
    }

    @Test
    void aTriggersFunctionFindsTheTenantsTablesAtOnce() throws SQLException {
        String function = "CREATE TABLE acme.log (name text);"
                + "CREATE FUNCTION acme.log() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN INSERT INTO log VALUES (NEW.name); RETURN NEW; END';"
                + "CREATE TRIGGER log BEFORE INSERT ON acme.owner FOR EACH ROW EXECUTE FUNCTION acme.log()";
        tenants.jdbc().execute(function);
        // Which is what happens to those whom nobody told.
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> insert("name"))
                .withMessageContaining("\"log\" does not exist");

        migrate(ACME, "COMMENT ON TABLE acme.log IS 'told'");

        assertThat(insert("name")).isEqualTo("new");
        assertThat(query(ACME, dataSource, "SELECT name FROM log")).isEqualTo("new");
    }

    @Test
    void aDefaultThatAsksForThePathGetsItAtOnce() throws SQLException {
        migrate(ACME, "ALTER TABLE acme.owner ADD place text DEFAULT current_schema()");

        assertThat(insert("place")).isEqualTo("acme");
    }

    @Test
    void aDefaultGetsItAtOnceAlsoAfterATenantWasRenamed() throws SQLException {
        Tenant renamed = PoolOfOne.tenant(ACME.id(), "acme2");
        tenants.rename("acme", "acme2");
        tenants.jdbc().update("UPDATE client SET schema_name = 'acme2' WHERE id = ?", ACME.id());
        migrate(renamed, "ALTER TABLE acme2.owner ADD place text DEFAULT current_schema()");

        assertThat(query(renamed, dataSource, "INSERT INTO owner VALUES ('new') RETURNING place"))
                .isEqualTo("acme2");
    }

    @Test
    void whatNobodyToldIsNoticedInTime() throws SQLException {
        tenants.jdbc().execute("ALTER TABLE acme.owner ADD place text DEFAULT current_schema()");
        assertThat(insert("place")).isEqualTo("public");

        tenants.pass(Duration.ofMinutes(1));

        assertThat(insert("place")).isEqualTo("acme");
    }

    @Test
    void asksAboutTheMigratedOneOnly() throws SQLException {
        migrate(ACME, "ALTER TABLE acme.owner ADD place text");

        assertThat(costOf(GLOBEX)).isZero();
        assertThat(costOf(ACME)).isOne();
        assertThat(costOf(ACME)).isZero();
    }

    @Test
    void asksAboutAllWhereNobodyKnows() throws SQLException {
        dataSource.router().migratedSchemas().addAll();

        // The first one asks about what is shared, too.
        assertThat(costOf(GLOBEX)).isEqualTo(2);
        assertThat(costOf(ACME)).isOne();
    }

    @Test
    void aSharedRoutineHasThePathAtOnce() throws SQLException {
        use(RoutingStrategy.AUTO);
        assertThat(dataSource.choice().strategy()).isEqualTo(RoutingStrategy.QUALIFIED);

        migrate(PUBLIC, "CREATE FUNCTION public.mine() RETURNS text LANGUAGE sql AS 'SELECT name FROM acme.owner'");

        costOf(ACME);
        assertThat(dataSource.choice().strategy()).isEqualTo(RoutingStrategy.SEARCH_PATH);
    }

    @Test
    void whatATriggerOfSharedTablesLeavesIsRemovedAtOnce() throws SQLException {
        tenants.jdbc().execute("CREATE TABLE public.visit (name text)");
        assertKnown();

        migrate(
                PUBLIC,
                "CREATE FUNCTION public.visit() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS"
                        + " 'BEGIN CREATE TEMP TABLE IF NOT EXISTS visitor (name text);"
                        + " INSERT INTO visitor VALUES (NEW.name); RETURN NEW; END';"
                        + "CREATE TRIGGER visit BEFORE INSERT ON public.visit FOR EACH ROW EXECUTE FUNCTION public.visit()");

        query(ACME, dataSource, "INSERT INTO public.visit VALUES ('acme') RETURNING name");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> query(GLOBEX, dataSource, "SELECT name FROM visitor"))
                .withMessageContaining("\"visitor\" does not exist");
    }
}
