package io.tenantschemas.autoconfigure.routing;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;

import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.orm.jpa.EntityManagerFactoryInfo;

import io.tenantschemas.routing.hibernate.BoundTenantIdentifierResolver;
import io.tenantschemas.routing.hibernate.TenantConnectionProvider;

/**
 * Makes sure at start-up that every entity manager factory over a routed data source is multi-tenant in fact, whatever its
 * settings say: with a provider that Hibernate ignores, everybody would read the shared tables without a word.
 */
final class MultiTenancyVerifier implements SmartInitializingSingleton {

    private final ObjectProvider<EntityManagerFactory> factories;

    private final TenantDataSources dataSources;

    MultiTenancyVerifier(ObjectProvider<EntityManagerFactory> factories, TenantDataSources dataSources) {
        this.factories = factories;
        this.dataSources = dataSources;
    }

    @Override
    public void afterSingletonsInstantiated() {
        factories.stream().forEach(this::verify);
    }

    private void verify(EntityManagerFactory factory) {
        // Without a known data source it might be any, so only what is known to be excluded is passed over.
        if (factory instanceof EntityManagerFactoryInfo info && isElsewhere(info)) {
            return;
        }
        SessionFactoryImplementor sessions = factory.unwrap(SessionFactoryImplementor.class);
        if (!isInForce(sessions)) {
            throw new MultiTenancyNotInForceException(String.valueOf(sessions.getName()));
        }
    }

    private boolean isElsewhere(EntityManagerFactoryInfo factory) {
        DataSource dataSource = factory.getDataSource();
        if (dataSource == null || MultiTenancyPostProcessor.isRouted(dataSource)) {
            return false;
        }
        if (!dataSources.isExcluded(dataSource)) {
            throw TenantDataSourceException.unroutedFactory(String.valueOf(factory.getPersistenceUnitName()));
        }
        return true;
    }

    private static boolean isInForce(SessionFactoryImplementor sessions) {
        Object resolver = sessions.getSessionFactoryOptions().getCurrentTenantIdentifierResolver();
        Object provider = sessions.getServiceRegistry().getService(MultiTenantConnectionProvider.class);
        return sessions.getSessionFactoryOptions().isMultiTenancyEnabled()
                && resolver instanceof BoundTenantIdentifierResolver
                && provider instanceof TenantConnectionProvider;
    }
}
