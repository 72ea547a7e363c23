package io.tenantschemas.isolationcheck.leak;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.tenantschemas.routing.RoutedConnection;

/** Stands between the application and the routing. Spring puts post-processors of its kind behind all others. */
final class BeforeRouting implements MergedBeanDefinitionPostProcessor {

    private final ConnectionLeak leak;

    BeforeRouting(ConnectionLeak leak) {
        this.leak = leak;
    }

    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String beanName) {
        // Nothing is to be known of definitions.
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof DataSource routed ? new Leaking(routed) : bean;
    }

    private final class Leaking extends DelegatingDataSource {

        Leaking(DataSource routed) {
            super(routed);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            String before = ConnectionLeak.SEEN.get();
            ConnectionLeak.SEEN.remove();
            try {
                // Nothing was seen if the library lends a connection that somebody has already.
                return before == null ? connection : leak.after(connection.unwrap(RoutedConnection.class), before);
            } catch (SQLException | RuntimeException failure) {
                connection.close();
                throw failure;
            }
        }
    }
}
