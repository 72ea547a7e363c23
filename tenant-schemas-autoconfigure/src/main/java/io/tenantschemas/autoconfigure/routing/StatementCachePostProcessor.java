package io.tenantschemas.autoconfigure.routing;

import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets PostgreSQL's driver remember more statements on each connection than it does by itself, unless the application says how
 * many: each tenant has its own text of each statement, and one that is forgotten has to be parsed and planned anew.
 *
 * <p>The properties are <a href="https://jdbc.postgresql.org/documentation/use/">the driver's</a>, whose own values are 256 and 5.
 */
final class StatementCachePostProcessor implements BeanPostProcessor {

    /** Some 35 MB in the server's process for each connection, at most. */
    private static final Map<String, String> PROPERTIES =
            Map.of("preparedStatementCacheQueries", "1024", "preparedStatementCacheSizeMiB", "20");

    private final ObjectProvider<UnroutedBeans> unrouted;

    StatementCachePostProcessor(ObjectProvider<UnroutedBeans> unrouted) {
        this.unrouted = unrouted;
    }

    // Before a pool is used it may be configured; whoever started it has to have done that.
    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof HikariDataSource pool && !pool.isRunning() && isPostgresql(pool) && !isExcluded(beanName)) {
            PROPERTIES.forEach((name, value) -> setUnlessChosen(pool, name, value));
        }
        return bean;
    }

    private static void setUnlessChosen(HikariDataSource pool, String name, String value) {
        String url = pool.getJdbcUrl();
        boolean isChosen =
                pool.getDataSourceProperties().containsKey(name) || (url != null && url.contains(name + "="));
        if (!isChosen) {
            pool.addDataSourceProperty(name, value);
        }
    }

    private static boolean isPostgresql(HikariDataSource pool) {
        return startsWith(pool.getJdbcUrl(), "jdbc:postgresql:")
                || startsWith(pool.getDataSourceClassName(), "org.postgresql.");
    }

    private static boolean startsWith(@Nullable String text, String start) {
        return text != null && text.startsWith(start);
    }

    private boolean isExcluded(String beanName) {
        return unrouted.getObject().contain(beanName);
    }
}
