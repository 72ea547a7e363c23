package io.tenantschemas.isolationcheck.way;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jpa.EntityManagerFactoryBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.isolationcheck.application.IsolationApplication;

/** What applications put before their pools, and beside them. The "replica" is the same database. */
final class DataSourcesApplication {

    /** Those with one entity manager factory. */
    static final List<Class<?>> AROUND_POOLS = List.of(
            Lazy.class,
            LazyWithReplica.class,
            LazyWithReplicaBean.class,
            Replica.class,
            ReplicaBean.class,
            Wrapped.class);

    /** Those of them with a second pool for reading. */
    static final List<Class<?>> WITH_REPLICA =
            List.of(LazyWithReplica.class, LazyWithReplicaBean.class, Replica.class, ReplicaBean.class);

    private DataSourcesApplication() {}

    static HikariDataSource pool(DataSourceProperties properties, String name) {
        HikariDataSource pool = properties
                .initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
        pool.setPoolName(name);
        // The server knows by it whose connection it is.
        pool.addDataSourceProperty("ApplicationName", name);
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(5000);
        return pool;
    }

    @Configuration(proxyBeanMethods = false)
    @Import({IsolationApplication.class, UnmanagedPools.class})
    static class Lazy {

        @Bean
        DataSource dataSource(DataSourceProperties properties, UnmanagedPools pools) {
            return new LazyConnectionDataSourceProxy(pools.keep(pool(properties, "lazy")));
        }
    }

    /** A proxy that takes connections for reading from a second pool, of which it alone knows. */
    @Configuration(proxyBeanMethods = false)
    @Import({IsolationApplication.class, UnmanagedPools.class})
    static class LazyWithReplica {

        @Bean
        DataSource dataSource(DataSourceProperties properties, UnmanagedPools pools) {
            LazyConnectionDataSourceProxy proxy =
                    new LazyConnectionDataSourceProxy(pools.keep(pool(properties, "writes")));
            proxy.setReadOnlyDataSource(pools.keep(pool(properties, "reads")));
            return proxy;
        }
    }

    /** Two pools that are beans, before them what chooses one of them. */
    @Configuration(proxyBeanMethods = false)
    @Import(IsolationApplication.class)
    static class LazyWithReplicaBean {

        @Bean
        DataSource writes(DataSourceProperties properties) {
            return pool(properties, "writes");
        }

        @Bean
        DataSource reads(DataSourceProperties properties) {
            return pool(properties, "reads");
        }

        @Bean
        @Primary
        DataSource dataSource(@Qualifier("writes") DataSource writes, @Qualifier("reads") DataSource reads) {
            LazyConnectionDataSourceProxy proxy = new LazyConnectionDataSourceProxy(writes);
            proxy.setReadOnlyDataSource(reads);
            return proxy;
        }
    }

    /** Chooses by transaction, over pools that are no beans. */
    @Configuration(proxyBeanMethods = false)
    @Import({IsolationApplication.class, UnmanagedPools.class})
    static class Replica {

        @Bean
        DataSource dataSource(DataSourceProperties properties, UnmanagedPools pools) {
            return new LazyConnectionDataSourceProxy(
                    new ByTransaction(pools.keep(pool(properties, "writes")), pools.keep(pool(properties, "reads"))));
        }
    }

    /** Chooses by transaction, over pools that are beans. */
    @Configuration(proxyBeanMethods = false)
    @Import(IsolationApplication.class)
    static class ReplicaBean {

        @Bean
        DataSource writes(DataSourceProperties properties) {
            return pool(properties, "writes");
        }

        @Bean
        DataSource reads(DataSourceProperties properties) {
            return pool(properties, "reads");
        }

        @Bean
        @Primary
        DataSource dataSource(@Qualifier("writes") DataSource writes, @Qualifier("reads") DataSource reads) {
            return new LazyConnectionDataSourceProxy(new ByTransaction(writes, reads));
        }
    }

    /** A proxy of the application's own around the pool. */
    @Configuration(proxyBeanMethods = false)
    @Import({IsolationApplication.class, UnmanagedPools.class})
    static class Wrapped {

        @Bean
        DataSource dataSource(DataSourceProperties properties, UnmanagedPools pools) {
            return new DelegatingDataSource(new DelegatingDataSource(pools.keep(pool(properties, "wrapped"))));
        }
    }

    /** A second pool with an entity manager factory of its own. */
    @Configuration(proxyBeanMethods = false)
    @Import(IsolationApplication.class)
    static class SecondFactory {

        @Bean
        @Primary
        DataSource dataSource(DataSourceProperties properties) {
            return pool(properties, "first");
        }

        @Bean
        DataSource second(DataSourceProperties properties) {
            return pool(properties, "second");
        }

        @Bean
        @Primary
        LocalContainerEntityManagerFactoryBean entityManagerFactory(
                EntityManagerFactoryBuilder builder, DataSource dataSource) {
            return builder.dataSource(dataSource)
                    .packages(IsolationApplication.class)
                    .properties(Map.of("hibernate.jdbc.batch_size", 10))
                    .build();
        }

        @Bean
        LocalContainerEntityManagerFactoryBean secondFactory(
                EntityManagerFactoryBuilder builder, @Qualifier("second") DataSource second) {
            return builder.dataSource(second)
                    .packages(IsolationApplication.class)
                    .persistenceUnit("second")
                    .build();
        }

        @Bean
        @Primary
        PlatformTransactionManager transactionManager(EntityManagerFactory factory) {
            return new JpaTransactionManager(factory);
        }

        @Bean
        PlatformTransactionManager secondTransactions(@Qualifier("secondFactory") EntityManagerFactory factory) {
            return new JpaTransactionManager(factory);
        }
    }

    /** Closes with the application the pools that are no beans. Nobody else would. */
    static final class UnmanagedPools implements AutoCloseable {

        private final List<HikariDataSource> pools = new ArrayList<>();

        HikariDataSource keep(HikariDataSource pool) {
            pools.add(pool);
            return pool;
        }

        @Override
        public void close() {
            pools.forEach(HikariDataSource::close);
        }
    }

    private static final class ByTransaction extends AbstractRoutingDataSource {

        ByTransaction(DataSource writes, DataSource reads) {
            setTargetDataSources(Map.of(true, reads, false, writes));
            setDefaultTargetDataSource(writes);
            afterPropertiesSet();
        }

        @Override
        protected Object determineCurrentLookupKey() {
            return TransactionSynchronizationManager.isCurrentTransactionReadOnly();
        }
    }
}
