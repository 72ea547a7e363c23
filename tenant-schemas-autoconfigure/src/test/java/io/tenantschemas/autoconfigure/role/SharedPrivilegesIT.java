package io.tenantschemas.autoconfigure.role;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.testdatabase.LimitedUser;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The property that says what the roles of tenants may do with shared tables. */
class SharedPrivilegesIT {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final LimitedUser user = LimitedUser.of(database);

    @AfterEach
    void stop() {
        user.close();
    }

    /** Returns what the role of a tenant may do with a shared table, in an application with these properties. */
    private List<String> privileges(String... properties) {
        String acme = database.name() + "_acme";
        RunningApplication application = RoleApplication.start(database, user, properties);
        application.bean(ClientRepository.class).save(new Client(acme, "acme.example.com", "Acme"));
        application.context().close();
        return new JdbcTemplate(database.dataSource())
                .queryForList(
                        "SELECT p FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) p"
                                + " WHERE has_table_privilege(?, 'public.client', p)",
                        String.class,
                        acme);
    }

    @Test
    void areThoseOfAnApplicationUnlessItSaysOtherwise() {
        assertThat(privileges()).containsExactly("SELECT", "INSERT", "UPDATE", "DELETE", "REFERENCES");
    }

    @Test
    void areThoseThatAreListed() {
        assertThat(privileges("tenant-schemas.routing.role.shared-privileges=select, references"))
                .containsExactly("SELECT", "REFERENCES");
    }

    @Test
    void areNoneWhereNoneIsListed() {
        assertThat(privileges("tenant-schemas.routing.role.shared-privileges=")).isEmpty();
    }
}
