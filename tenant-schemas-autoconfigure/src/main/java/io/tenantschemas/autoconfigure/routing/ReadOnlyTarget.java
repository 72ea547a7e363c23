package io.tenantschemas.autoconfigure.routing;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * The second data source of a {@link LazyConnectionDataSourceProxy}, from which read-only transactions have their
 * connections. The proxy takes it and does not show it.
 */
final class ReadOnlyTarget {

    private ReadOnlyTarget() {}

    /**
     * Returns the data source for read-only transactions behind {@code outer}, or null if there is none.
     *
     * @throws org.springframework.beans.NotReadablePropertyException if a later version of Spring keeps it elsewhere. To go on
     *     without would leave its connections unrouted
     */
    static @Nullable DataSource of(DelegatingDataSource outer) {
        return outer instanceof LazyConnectionDataSourceProxy
                ? (DataSource) new DirectFieldAccessor(outer).getPropertyValue("readOnlyDataSource")
                : null;
    }

    static void replace(DelegatingDataSource outer, DataSource readOnly) {
        if (outer instanceof LazyConnectionDataSourceProxy lazy) {
            lazy.setReadOnlyDataSource(readOnly);
        }
    }
}
