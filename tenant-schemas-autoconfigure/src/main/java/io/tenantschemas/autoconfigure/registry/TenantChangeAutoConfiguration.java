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

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantChannel;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;

/** {@link EnableAutoConfiguration Auto-configuration} of hearing what other nodes do to tenants. */
@AutoConfiguration(
        after = TenantSchemasAutoConfiguration.class,
        afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "tenant-schemas.registry.listen", matchIfMissing = true)
@ConditionalOnClass(name = "org.postgresql.PGConnection")
@EnableConfigurationProperties(TenantRegistryProperties.class)
public final class TenantChangeAutoConfiguration {

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
