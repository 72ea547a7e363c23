package io.tenantschemas.isolationcheck.way;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;

import org.hibernate.SessionFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.access.Accesses;
import io.tenantschemas.isolationcheck.access.StatelessSessions;
import io.tenantschemas.isolationcheck.access.StatelessTransactions;
import io.tenantschemas.isolationcheck.application.IsolationApplication;

/**
 * A way to the database.
 *
 * @param application in which it is gone
 * @param access how statements get there
 * @param transactions what begins the transactions
 */
record Way(TwoTenants application, Access access, PlatformTransactionManager transactions) {

    private static final Set<String> ONE_WITH_JPA_AND_ONE_WITHOUT = Set.of("JpaEntities", "JdbcClients");

    /**
     * Returns all ways of an ordinary application; with connections that commit by themselves, with others, and with
     * connections that are fetched when a statement needs them; in transactions of JPA, of stateless sessions and of the
     * data source.
     */
    static Stream<Way> all(Reach reach) {
        return Stream.concat(
                Stream.of(
                                "spring.datasource.hikari.auto-commit=true",
                                // Hibernate fetches a connection when the first statement needs it.
                                "spring.datasource.hikari.auto-commit=false",
                                "spring.datasource.connection-fetch=lazy")
                        .map(property -> TwoTenants.shared(reach, IsolationApplication.class, property))
                        .flatMap(Way::of),
                withoutJpa(TwoTenants.shared(
                        reach, IsolationApplication.class, "spring.datasource.hikari.auto-commit=true")));
    }

    /** Returns those with connections that commit by themselves. */
    static Stream<Way> usual(Reach reach) {
        TwoTenants application =
                TwoTenants.shared(reach, IsolationApplication.class, "spring.datasource.hikari.auto-commit=true");
        return Stream.concat(of(application), withoutJpa(application));
    }

    /** Returns a way with JPA and one without, for each of the things that may stand before a pool or beside it. */
    static Stream<Way> aroundPools(Reach reach) {
        return around(reach, DataSourcesApplication.AROUND_POOLS);
    }

    /** Returns those of them with a second pool for reading. */
    static Stream<Way> withReplica(Reach reach) {
        return around(reach, DataSourcesApplication.WITH_REPLICA);
    }

    private static Stream<Way> around(Reach reach, List<Class<?>> types) {
        return types.stream()
                .map(type -> TwoTenants.shared(reach, type))
                .flatMap(Way::of)
                .filter(way ->
                        ONE_WITH_JPA_AND_ONE_WITHOUT.contains(way.access().name()));
    }

    private static Stream<Way> of(TwoTenants application) {
        PlatformTransactionManager jpa = application.bean(PlatformTransactionManager.class);
        return Stream.concat(
                accesses(application).stream().map(access -> new Way(application, access, jpa)),
                Stream.of(ownSessions(application)));
    }

    private static Way ownSessions(TwoTenants application) {
        StatelessTransactions transactions = new StatelessTransactions(
                application.bean(EntityManagerFactory.class).unwrap(SessionFactory.class));
        return new Way(application, new StatelessSessions(transactions), transactions);
    }

    private static Stream<Way> withoutJpa(TwoTenants application) {
        PlatformTransactionManager plain = new DataSourceTransactionManager(application.bean(DataSource.class));
        return accesses(application).stream()
                .filter(access -> !access.isOfJpa())
                .map(access -> new Way(application, access, plain));
    }

    private static List<Access> accesses(TwoTenants application) {
        return Accesses.of(application.context());
    }

    @Override
    public String toString() {
        return "%s, %s, %s".formatted(access.name(), transactions.getClass().getSimpleName(), application.describe());
    }
}
