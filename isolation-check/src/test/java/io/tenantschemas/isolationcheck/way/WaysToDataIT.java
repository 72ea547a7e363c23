package io.tenantschemas.isolationcheck.way;

import java.util.stream.Stream;
import javax.sql.DataSource;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.access.Accesses;
import io.tenantschemas.isolationcheck.application.IsolationApplication;

/**
 * JPA, Spring Data, JDBC in all of Spring's forms, jOOQ and MyBatis; with connections that commit by themselves, with others,
 * and with connections that are fetched when a statement needs them; in transactions of JPA and of the data source.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class WaysToDataIT extends WayToDataContract {

    private final Way way;

    WaysToDataIT(Way way) {
        this.way = way;
    }

    static Stream<Way> ways() {
        return Stream.concat(
                Stream.of(
                                "spring.datasource.hikari.auto-commit=true",
                                // Hibernate fetches a connection when the first statement needs it.
                                "spring.datasource.hikari.auto-commit=false",
                                "spring.datasource.connection-fetch=lazy")
                        .map(WaysToDataIT::application)
                        .flatMap(WaysToDataIT::ways),
                waysWithoutJpa(application("spring.datasource.hikari.auto-commit=true")));
    }

    private static TwoTenants application(String property) {
        return TwoTenants.shared(IsolationApplication.class, property);
    }

    private static Stream<Way> ways(TwoTenants application) {
        PlatformTransactionManager jpa = application.bean(PlatformTransactionManager.class);
        return Accesses.of(application.context()).stream().map(access -> new Way(application, access, jpa));
    }

    private static Stream<Way> waysWithoutJpa(TwoTenants application) {
        PlatformTransactionManager plain = new DataSourceTransactionManager(application.bean(DataSource.class));
        return Accesses.of(application.context()).stream()
                .filter(access -> !access.isOfJpa())
                .map(access -> new Way(application, access, plain));
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
        return way.transactions();
    }

    record Way(TwoTenants application, Access access, PlatformTransactionManager transactions) {

        @Override
        public String toString() {
            return "%s, %s, %s"
                    .formatted(access.name(), transactions.getClass().getSimpleName(), application.describe());
        }
    }
}
