package io.tenantschemas.isolationcheck.way;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.transaction.PlatformTransactionManager;

import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.access.Accesses;

/** What stands before a pool, or beside it: proxies, replicas for reading. */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class DataSourcesIT extends WayToDataContract {

    private final Way way;

    DataSourcesIT(Way way) {
        this.way = way;
    }

    static Stream<Way> ways() {
        return Stream.of(
                        DataSourcesApplication.Lazy.class,
                        DataSourcesApplication.LazyWithReplica.class,
                        DataSourcesApplication.LazyWithReplicaBean.class,
                        DataSourcesApplication.Replica.class,
                        DataSourcesApplication.ReplicaBean.class,
                        DataSourcesApplication.Wrapped.class)
                .map(type -> TwoTenants.shared(type))
                .flatMap(application -> Accesses.of(application.context()).stream()
                        .filter(access -> access.name().equals("JpaEntities")
                                || access.name().equals("JdbcClients"))
                        .map(access -> new Way(application, access)));
    }

    @Override
    TwoTenants application() {
        return way.application();
    }

    @Override
    Access way() {
        return way.access();
    }

    @Override
    PlatformTransactionManager transactionManager() {
        return application().bean(PlatformTransactionManager.class);
    }

    record Way(TwoTenants application, Access access) {

        @Override
        public String toString() {
            return access.name() + ", " + application.describe();
        }
    }
}
