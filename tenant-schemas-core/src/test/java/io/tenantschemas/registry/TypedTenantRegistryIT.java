package io.tenantschemas.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** What is read of tenants whose rows say of which type they are. */
class TypedTenantRegistryIT {

    /** A column called as one of the other table. */
    private static final TenantTable TABLE = new TenantTable(
            SchemaName.of("public"),
            "client",
            Optional.of(TypeColumn.of("domain", Set.of(TypeName.of("basic"), TypeName.of("premium")))));

    private static TestDatabase database;

    private static StatementCounter counter;

    private static JdbcTenantRegistry registry;

    @BeforeAll
    static void store() {
        database = PostgresServer.forTests().createDatabase();
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        jdbc.execute("CREATE TABLE client (id bigint PRIMARY KEY, schema_name text, status text)");
        assertThat(new TenantTableCheck(database.dataSource(), TABLE).missing())
                .allSatisfy(missing -> jdbc.execute(missing.sql()))
                .extracting(TenantTableCheck.Missing::what)
                .contains("column domain of \"public\".\"client\"");
        jdbc.execute("""
                INSERT INTO client (id, schema_name, status, domain) VALUES (1, 'acme', 'ACTIVE', 'premium'),
                    (2, 'globex', 'ACTIVE', 'Basic'), (3, 'initech', 'ACTIVE', NULL), (4, 'unknown', 'ACTIVE', 'gold'),
                    (5, 'empty', 'ACTIVE', '');
                INSERT INTO tenant_domain (tenant_id, domain, is_primary) VALUES (1, 'acme.example.com', true),
                    (4, 'unknown.example.com', true)
                """);
        counter = new StatementCounter(database.dataSource());
        registry = new JdbcTenantRegistry(counter.dataSource(), TABLE);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Optional<TypeName> typeOf(String schema) {
        return registry.findBySchema(SchemaName.of(schema)).orElseThrow().type();
    }

    @Test
    void readsTheTypeWithTheTenant() {
        int before = counter.executed();
        assertThat(typeOf("acme")).contains(TypeName.of("premium"));
        assertThat(registry.findByHost(HostName.of("acme.example.com"))
                        .orElseThrow()
                        .type())
                .contains(TypeName.of("premium"));
        assertThat(counter.executed() - before).isEqualTo(2);
    }

    @Test
    void readsTheTypeInWhateverCase() {
        assertThat(typeOf("globex")).contains(TypeName.of("basic"));
    }

    @Test
    void readsNothingAsNoType() {
        assertThat(typeOf("initech")).isEmpty();
    }

    @Test
    void findsNoTenantOfAnUnknownType() {
        assertThat(registry.findBySchema(SchemaName.of("unknown"))).isEmpty();
        assertThat(registry.findByHost(HostName.of("unknown.example.com"))).isEmpty();
        assertThat(registry.findBySchema(SchemaName.of("empty"))).isEmpty();
    }

    @Test
    void passesOverTenantsOfAnUnknownType() {
        List<Tenant> all = new ArrayList<>();
        registry.forEach(all::add);
        assertThat(all).extracting(tenant -> tenant.schema().value()).containsExactly("acme", "globex", "initech");
    }

    @Test
    void saysWhichTypesThereAre() {
        Logger logger = (Logger) LoggerFactory.getLogger(JdbcTenantRegistry.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            registry.findBySchema(SchemaName.of("unknown"));
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("Leaving out tenant unknown (id 4). 'gold' is not a type")
                .contains("There are: basic, premium.")
                .contains("UPDATE \"public\".\"client\" SET \"domain\" = 'TYPE' WHERE id = 4;");
    }

    @Test
    void findsThemForThoseWhoTakeThemOutOfServiceOrSayWhatToDo() {
        SchemaName unknown = SchemaName.of("unknown");
        assertThat(registry.findOfAnyType(unknown)).hasValueSatisfying(tenant -> {
            assertThat(tenant.id()).isEqualTo(4);
            assertThat(tenant.type()).isEmpty();
            assertThat(tenant.primaryHost()).contains(HostName.of("unknown.example.com"));
        });
        assertThatExceptionOfType(UnknownTypeException.class)
                .isThrownBy(() -> registry.refuseUnknownType(unknown))
                .withMessage(
                        "The tenant with schema 'unknown' is of type 'gold', which the application does not have. There are:"
                                + " basic, premium. Write one of basic, premium, or nothing: UPDATE \"public\".\"client\" SET"
                                + " \"domain\" = 'TYPE' WHERE id = 4;");
        for (String known : List.of("acme", "initech", "nobody")) {
            SchemaName schema = SchemaName.of(known);
            assertThatNoException().isThrownBy(() -> registry.refuseUnknownType(schema));
            assertThat(registry.findOfAnyType(schema)).isEqualTo(registry.findBySchema(schema));
        }
    }

    @Test
    void printsTheColumnAmongTheSqlOfNewTables() {
        assertThat(new TenantTableDdl(TABLE).createTable()).contains(", \"domain\" varchar(63)");
        assertThat(new TenantTableDdl(new TenantTable(SchemaName.of("public"), "client")).createTable())
                .endsWith("status varchar(20) NOT NULL);");
    }
}
