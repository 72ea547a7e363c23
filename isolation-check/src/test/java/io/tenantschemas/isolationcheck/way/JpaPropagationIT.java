package io.tenantschemas.isolationcheck.way;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.access.Repository;
import io.tenantschemas.isolationcheck.application.EntryRepository;
import io.tenantschemas.isolationcheck.application.IsolationApplication;

/** Transactions of {@code JpaTransactionManager}. */
class JpaPropagationIT extends PropagationContract {

    @Override
    TwoTenants application() {
        return TwoTenants.shared(
                reach(),
                Transactional.class,
                "spring.datasource.hikari.maximum-pool-size=2",
                "spring.datasource.hikari.auto-commit=" + autoCommit());
    }

    Reach reach() {
        return Reach.DIRECT;
    }

    boolean autoCommit() {
        return true;
    }

    @Override
    Access way() {
        return new Repository(application().bean(EntryRepository.class));
    }

    @Override
    Propagations service() {
        return application().bean(Propagations.class);
    }

    @Configuration(proxyBeanMethods = false)
    @Import({IsolationApplication.class, Propagations.class})
    static class Transactional {}
}
