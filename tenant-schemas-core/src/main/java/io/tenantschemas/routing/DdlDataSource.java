package io.tenantschemas.routing;

import javax.sql.DataSource;

import org.springframework.util.Assert;

/**
 * The data source on whose connections schemas are made, changed, migrated and dropped. It leads to the database of the tenants and
 * is not routed.
 *
 * <p>It is the one that holds the tenants, unless the application's own connections may not do that, or lead somewhere else. What is
 * done on connections of another one cannot be part of a transaction of the application's.
 *
 * @param dataSource the data source
 * @param isApart whether it is another one than that which holds the tenants
 */
public record DdlDataSource(DataSource dataSource, boolean isApart) {

    /** Checks that there is one. */
    public DdlDataSource {
        Assert.notNull(dataSource, "'dataSource' must not be null");
    }

    /** Returns the one that holds the tenants. */
    public static DdlDataSource of(UnroutedDataSource tenants) {
        return new DdlDataSource(tenants.dataSource(), false);
    }

    /** Returns one beside that which holds the tenants. */
    public static DdlDataSource apart(DataSource dataSource) {
        return new DdlDataSource(dataSource, true);
    }
}
