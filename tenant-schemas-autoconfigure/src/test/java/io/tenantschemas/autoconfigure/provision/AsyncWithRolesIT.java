package io.tenantschemas.autoconfigure.provision;

import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.testdatabase.LimitedUser;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Schemas that belong to roles and are made in parts, because one of the migrations cannot run in a transaction. */
class AsyncWithRolesIT extends AsyncContract {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate superuser = new JdbcTemplate(database.dataSource());

    private final LimitedUser user = LimitedUser.of(database);

    @Override
    Provisioned startApplication(String... properties) {
        return Provisioned.start(
                database,
                Provisioned.together(
                        properties,
                        "spring.datasource.username=" + user.name(),
                        "spring.datasource.password=" + user.password(),
                        "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/provisioning/concurrently",
                        "tenant-schemas.routing.strategy=role"));
    }

    @Override
    void release() {
        user.close();
    }

    /** Names of roles are the server's, so they begin like the database's. */
    @Override
    Client client(String name) {
        return Provisioned.client(database.name() + "_" + name);
    }

    @Override
    void assertMade(Client client) {
        String schema = client.getSchemaName();
        assertThat(superuser.queryForList(
                        "SELECT DISTINCT pg_get_userbyid(owner) FROM (SELECT nspowner AS owner FROM pg_namespace WHERE nspname = ?"
                                + " UNION ALL SELECT relowner FROM pg_class WHERE relnamespace = to_regnamespace(?)) o",
                        String.class,
                        schema,
                        schema))
                .containsExactly(schema);
        assertThat(superuser.queryForObject(
                        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(?)",
                        Boolean.class,
                        schema + ".note_text"))
                .isTrue();
    }

    @Override
    void assertGone(Client client) {
        super.assertGone(client);
        assertThat(superuser.queryForList("SELECT FROM pg_roles WHERE rolname = ?", client.getSchemaName()))
                .isEmpty();
    }
}
