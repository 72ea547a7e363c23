package io.tenantschemas.autoconfigure.routing;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when it is not clear which data source holds the tenants, or when it is not routed. */
public final class TenantDataSourceException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private TenantDataSourceException(String problem, String action, @Nullable Throwable cause) {
        super(problem + " " + action, cause);
        this.action = action;
    }

    static TenantDataSourceException unclear(List<String> names) {
        return names.isEmpty()
                ? new TenantDataSourceException(
                        "There is no DataSource bean that could hold the tenants.",
                        "Set spring.datasource.url, define a DataSource bean, or switch Tenant Schemas off with"
                                + " tenant-schemas.enabled=false.",
                        null)
                : new TenantDataSourceException(
                        "There are several DataSource beans, and it is not clear which holds the tenants: %s."
                                .formatted(String.join(", ", names)),
                        "Mark one as @Primary, or list those that hold no tenants under tenant-schemas.routing.exclude.",
                        null);
    }

    static TenantDataSourceException excluded(Throwable cause) {
        return new TenantDataSourceException(
                "The DataSource bean that would hold the tenants is not routed, because it is excluded.",
                "Remove it from tenant-schemas.routing.exclude, or mark the one that holds the tenants as @Primary.",
                cause);
    }

    static TenantDataSourceException severalForDdl(List<String> names) {
        return new TenantDataSourceException(
                "Several DataSource beans have the qualifier @FlywayDataSource, and it is not clear with which schemas are made and"
                        + " migrated: %s.".formatted(String.join(", ", names)),
                "Leave it at one.",
                null);
    }

    static TenantDataSourceException primaryForDdl(String name) {
        return new TenantDataSourceException(
                ("The DataSource bean '%s' is @Primary, and has the qualifier @FlywayDataSource as well, which stands at a data source"
                                + " for nothing but making and migrating schemas.")
                        .formatted(name),
                "Remove the qualifier if the application works with it, or mark the one that holds the tenants as @Primary.",
                null);
    }

    static TenantDataSourceException notForDdl(String name, String property, String value, String why, String instead) {
        return new TenantDataSourceException(
                ("Schemas are made and migrated with the DataSource bean '%s', because it has the qualifier @FlywayDataSource. That does"
                                + " not go with %s=%s: %s.")
                        .formatted(name, property, value, why),
                instead + " Or remove the qualifier, and all is done on the application's own connections.",
                null);
    }

    static TenantDataSourceException elsewhereForDdl(String name, String there, String tenants) {
        return new TenantDataSourceException(
                ("The DataSource bean '%s', with which schemas are made and migrated because it has the qualifier @FlywayDataSource, leads"
                                + " to %s. The tenants are in %s. Nothing was made or changed.")
                        .formatted(name, there, tenants),
                "Have both lead to the same database, or remove the qualifier, and all is done on the application's own connections.",
                null);
    }

    static TenantDataSourceException unrouted(String name) {
        return new TenantDataSourceException(
                "The connections of the DataSource bean '%s' are not routed: it was made too early, or wrapped in something"
                                .formatted(name)
                        + " that cannot be looked into.",
                "Have whatever asks for it while post-processors are made ask later (ObjectProvider, @Lazy), let the wrapper"
                        + " answer isWrapperFor(RoutingDataSource.class), or list the bean under"
                        + " tenant-schemas.routing.exclude if it holds nothing of tenants.",
                null);
    }

    static TenantDataSourceException unroutedFactory(String unit) {
        return new TenantDataSourceException(
                "The entity manager factory of the persistence unit '%s' takes connections from a data source that is not"
                                .formatted(unit)
                        + " routed.",
                "Make that data source a bean, and list it under tenant-schemas.routing.exclude if it holds nothing of"
                        + " tenants.",
                null);
    }

    /** Returns what to do about it. */
    public String action() {
        return action;
    }
}
