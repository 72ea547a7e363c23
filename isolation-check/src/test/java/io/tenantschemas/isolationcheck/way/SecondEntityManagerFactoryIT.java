package io.tenantschemas.isolationcheck.way;

import jakarta.persistence.EntityManagerFactory;

import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;

import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.access.JpaEntities;

/** A second entity manager factory over a second pool. */
class SecondEntityManagerFactoryIT extends WayToDataContract {

    @Override
    TwoTenants application() {
        return TwoTenants.shared(DataSourcesApplication.SecondFactory.class);
    }

    @Override
    Access way() {
        return new JpaEntities(SharedEntityManagerCreator.createSharedEntityManager(
                application().bean("secondFactory", EntityManagerFactory.class)));
    }

    @Override
    PlatformTransactionManager transactionManager() {
        return application().bean("secondTransactions", PlatformTransactionManager.class);
    }
}
