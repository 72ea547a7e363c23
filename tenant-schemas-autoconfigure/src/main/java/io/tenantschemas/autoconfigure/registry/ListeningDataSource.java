package io.tenantschemas.autoconfigure.registry;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.ClassUtils;

import io.tenantschemas.routing.RoutingDataSource;

/** Where the listening connection comes from. */
final class ListeningDataSource {

    private static final String PROPERTY = "tenant-schemas.registry.listen-data-source";

    private ListeningDataSource() {}

    /** Returns a data source without a pool that leads where the application's pool does. */
    static DataSource of(JdbcConnectionDetails details) {
        Properties properties = new Properties();
        put(properties, "user", details.getUsername());
        put(properties, "password", details.getPassword());
        // It waits for a long time, and firewalls forget connections on which nothing is said.
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "tenant-schemas-listener");
        return new SimpleDriverDataSource(driver(details), details.getJdbcUrl(), properties);
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    private static Driver driver(JdbcConnectionDetails details) {
        Class<?> type =
                ClassUtils.resolveClassName(details.getDriverClassName(), ListeningDataSource.class.getClassLoader());
        return BeanUtils.instantiateClass(type.asSubclass(Driver.class));
    }

    /** Returns the bean of that name, or what is behind it if it is routed: listening needs no schema. */
    static DataSource named(String name, BeanFactory beans) {
        try {
            DataSource dataSource = beans.getBean(name, DataSource.class);
            return dataSource.isWrapperFor(RoutingDataSource.class)
                    ? dataSource.unwrap(RoutingDataSource.class).unroutedAsUser()
                    : dataSource;
        } catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException absent) {
            throw new InvalidConfigurationPropertyValueException(
                    PROPERTY, name, "There is no DataSource bean of that name.");
        } catch (SQLException unknown) {
            throw new IllegalStateException(unknown);
        }
    }
}
