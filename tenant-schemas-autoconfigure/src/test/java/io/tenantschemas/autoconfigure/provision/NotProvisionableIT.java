package io.tenantschemas.autoconfigure.provision;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.provision.MissingPrivilegeException;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static io.tenantschemas.autoconfigure.provision.Provisioned.client;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Applications in which no tenant can be made. */
class NotProvisionableIT {

    private final Client acme = client("acme");

    @Test
    void refusesMigrationsThatCannotRunInATransaction() {
        try (Provisioned application = Provisioned.start(
                "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/provisioning/concurrently")) {
            assertThatExceptionOfType(NonTransactionalMigrationException.class)
                    .isThrownBy(() -> application.clients().save(acme))
                    .withMessageContaining("V3__note_index.sql");
            application.assertNothingOf(acme);
            application.assertAsBefore();
        }
    }

    @Test
    void saysWhichPrivilegeIsMissing() {
        TestDatabase database = PostgresServer.forTests().createDatabase();
        JdbcClient owner = JdbcClient.create(database.dataSource());
        String role = "clerk_" + database.name().substring(5, 15);
        owner.sql("CREATE ROLE %s LOGIN PASSWORD 'secret'".formatted(role)).update();
        owner.sql("GRANT ALL ON SCHEMA public TO " + role).update();
        try (Provisioned application = Provisioned.start(
                database, "spring.datasource.username=" + role, "spring.datasource.password=secret")) {
            String grant = "GRANT CREATE ON DATABASE \"%s\" TO \"%s\";".formatted(database.name(), role);
            assertThatExceptionOfType(MissingPrivilegeException.class)
                    .isThrownBy(() -> application.clients().save(acme))
                    .withMessageContaining(grant);
            application.assertNothingOf(acme);

            owner.sql(grant).update();
            application.clients().save(client(acme.getSchemaName(), acme.getPrimaryDomain()));
            application.assertComplete(acme);
            owner.sql("DROP SCHEMA %s CASCADE".formatted(acme.getSchemaName())).update();
            owner.sql("DROP OWNED BY " + role).update();
        }
        try (TestDatabase another = PostgresServer.forTests().createDatabase()) {
            JdbcClient.create(another.dataSource()).sql("DROP ROLE " + role).update();
        }
    }
}
