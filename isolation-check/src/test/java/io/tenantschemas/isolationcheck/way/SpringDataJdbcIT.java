package io.tenantschemas.isolationcheck.way;

import java.util.List;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;

import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.application.IsolationApplication;
import io.tenantschemas.isolationcheck.model.Row;

/** Spring Data JDBC beside JPA. */
class SpringDataJdbcIT extends WayToDataContract {

    @Override
    TwoTenants application() {
        return TwoTenants.shared(reach(), WithSpringDataJdbc.class, "spring.data.jdbc.repositories.enabled=true");
    }

    Reach reach() {
        return Reach.DIRECT;
    }

    @Override
    Access way() {
        return new SpringDataJdbc(application().bean(EntryRecords.class));
    }

    @Override
    PlatformTransactionManager transactionManager() {
        return application().bean(PlatformTransactionManager.class);
    }

    @Configuration(proxyBeanMethods = false)
    @Import(IsolationApplication.class)
    @AutoConfigurationPackage
    static class WithSpringDataJdbc {}

    private record SpringDataJdbc(EntryRecords repository) implements Access {

        @Override
        public void insert(List<Row> rows) {
            repository.saveAll(rows.stream().map(EntryRecord::of).toList());
        }

        @Override
        public void change(String marker, int amount) {
            repository.change(marker, amount);
        }

        @Override
        public void delete(String marker) {
            repository.deleteAll(repository.findByMarker(marker));
        }

        @Override
        public List<Row> findAll() {
            return repository.findAll().stream().map(EntryRecord::toRow).toList();
        }
    }
}
