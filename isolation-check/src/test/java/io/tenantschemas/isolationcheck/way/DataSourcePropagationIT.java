package io.tenantschemas.isolationcheck.way;

import java.util.List;
import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;

import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.access.JdbcClients;
import io.tenantschemas.isolationcheck.application.IsolationApplication;
import io.tenantschemas.isolationcheck.model.Row;

import static io.tenantschemas.isolationcheck.way.TwoTenants.ACME;
import static io.tenantschemas.isolationcheck.way.TwoTenants.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Transactions of {@code DataSourceTransactionManager}, which has savepoints. */
class DataSourcePropagationIT extends PropagationContract {

    @Override
    TwoTenants application() {
        return TwoTenants.shared(reach(), IsolationApplication.class, "spring.datasource.hikari.maximum-pool-size=2");
    }

    Reach reach() {
        return Reach.DIRECT;
    }

    /** Returns what takes the path elsewhere in a transaction. */
    String moving() {
        return "SET search_path = globex";
    }

    @Override
    Access way() {
        return new JdbcClients(application().bean(JdbcClient.class));
    }

    // Beside JPA's manager, which is the application's.
    @Override
    Propagations service() {
        ProxyFactory proxy = new ProxyFactory(new Propagations());
        proxy.addAdvice(new TransactionInterceptor(
                (TransactionManager)
                        new DataSourceTransactionManager(application().bean(DataSource.class)),
                new AnnotationTransactionAttributeSource()));
        return (Propagations) proxy.getProxy();
    }

    @Test
    void keepsToTheTenantAfterANestedTransactionWasRolledBack() {
        in(
                ACME,
                () -> service().required(() -> {
                    way().insert(List.of(application().row(ACME, "a2")));
                    assertThatThrownBy(() -> service().nested(() -> {
                                application()
                                        .bean(JdbcClient.class)
                                        .sql(moving())
                                        .update();
                                way().insert(List.of(application().row(ACME, "undone")));
                                throw new IllegalStateException("on purpose");
                            }))
                            .isInstanceOf(IllegalStateException.class);
                    way().insert(List.of(application().row(ACME, "a3")));
                    return "";
                }));
        assertThat(application().rowsOf(ACME)).extracting(Row::marker).containsExactly("a1", "a2", "a3");
        assertThat(application().rowsOf(GLOBEX)).extracting(Row::marker).containsExactly("g1");
    }
}
