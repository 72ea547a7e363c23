package io.tenantschemas.autoconfigure.registry;

import javax.sql.DataSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.registry.TenantChangeListener;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantChannel;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;

/** {@link EnableAutoConfiguration Auto-configuration} of who is told that tenants changed, and of listening to other nodes. */
@AutoConfiguration(
        after = TenantSchemasAutoConfiguration.class,
        afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TenantRegistryProperties.class)
public final class TenantChangeAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TenantChangePublisher tenantChangePublisher(ObjectProvider<TenantChangeListener> listeners) {
        return new TenantChangePublisher(listeners::orderedStream);
    }

    /** Where PostgreSQL's driver is. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.postgresql.PGConnection")
    @ConditionalOnBooleanProperty(name = "tenant-schemas.registry.listen", matchIfMissing = true)
    static class ListenConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @Conditional(OnListeningConnection.class)
        TenantChangeReceiver tenantChangeReceiver(
                TenantRegistryProperties properties,
                ObjectProvider<JdbcConnectionDetails> connectionDetails,
                BeanFactory beans,
                TenantTable table,
                TenantChangePublisher changes) {
            String name = properties.listenDataSource();
            DataSource dataSource = name == null
                    ? ListeningDataSource.of(connectionDetails.getObject())
                    : ListeningDataSource.named(name, beans);
            return new TenantChangeReceiver(dataSource, new TenantChannel(table.publicSchema()), changes);
        }
    }
}
