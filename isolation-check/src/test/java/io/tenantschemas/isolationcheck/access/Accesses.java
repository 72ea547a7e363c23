package io.tenantschemas.isolationcheck.access;

import java.util.List;
import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.hibernate.SessionFactory;
import org.jooq.DSLContext;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

import io.tenantschemas.isolationcheck.application.EntryMapper;
import io.tenantschemas.isolationcheck.application.EntryRecords;
import io.tenantschemas.isolationcheck.application.EntryRepository;

/** The ways to data that an application offers. */
public final class Accesses {

    private static final String ROUTINES = "isolation.routines";

    private Accesses() {}

    /**
     * Returns what an application is told so that its tenants have routines or not. With statements that name the schema
     * themselves, tenants that have some are reached by their path all the same.
     */
    public static List<String> properties(boolean routines) {
        return List.of(
                ROUTINES + "=" + routines,
                "tenant-schemas.migrations.tenant.locations=classpath:db/tenant"
                        + (routines ? ",classpath:db/routines" : ""));
    }

    /** Returns all that take part in a transaction of the application's manager, always in the same order. */
    public static List<Access> of(ApplicationContext application) {
        boolean routines = application.getEnvironment().getProperty(ROUTINES, boolean.class, true);
        return all(application).stream()
                .filter(access -> routines || !(access instanceof JpaProcedures || access instanceof Functions))
                .toList();
    }

    private static List<Access> all(ApplicationContext application) {
        EntityManagerFactory factory = application.getBean(EntityManagerFactory.class);
        EntityManager entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
        DataSource dataSource = application.getBean(DataSource.class);
        JdbcTemplate jdbc = application.getBean(JdbcTemplate.class);
        EntryRepository repository = application.getBean(EntryRepository.class);
        return List.of(
                new JpaEntities(entities),
                new JpaStatements(entities),
                new JpaNative(entities),
                new JpaProcedures(entities),
                new Stateless(entities, factory.unwrap(SessionFactory.class)),
                new Repository(repository),
                new RepositoryProjections(repository),
                new RepositoryNative(repository, entities),
                new SpringDataJdbc(application.getBean(EntryRecords.class)),
                new JdbcTemplates(jdbc),
                new NamedParameters(application.getBean(NamedParameterJdbcOperations.class)),
                new JdbcClients(application.getBean(JdbcClient.class)),
                new Functions(jdbc),
                new SimpleInserts(dataSource),
                new PlainJdbc(dataSource),
                new MyBatis(application.getBean(EntryMapper.class)),
                new Jooq(application.getBean(DSLContext.class)));
    }
}
