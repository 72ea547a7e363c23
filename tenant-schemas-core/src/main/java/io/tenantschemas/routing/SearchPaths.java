package io.tenantschemas.routing;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * The search path of each binding: the tenant's schema, the public one, the extra ones, and {@code pg_temp}.
 *
 * <p>The last is there so that it is not first, where PostgreSQL
 * <a href="https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-SEARCH-PATH">puts it otherwise</a>: a
 * temporary table that somebody left on the connection would hide the tenant's table.
 *
 * @param publicSchema the schema that holds the shared tables
 * @param extra schemas that follow, for extensions and the like
 */
public record SearchPaths(SchemaName publicSchema, List<SchemaName> extra) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if an extra schema is the public one or is listed twice
     */
    public SearchPaths {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        extra = List.copyOf(extra);
        Assert.isTrue(
                !extra.contains(publicSchema), "'extra' must not contain the public schema, which is in every path");
        Assert.isTrue(new HashSet<>(extra).size() == extra.size(), "'extra' must not name a schema twice");
    }

    /** Returns the path for that binding. */
    public SearchPath pathFor(TenantBinding binding) {
        return pathFor(binding, SearchPath.of(shared().toList()));
    }

    /** Returns the path for that binding, where {@code shared} is that of the shared tables. */
    SearchPath pathFor(TenantBinding binding, SearchPath shared) {
        Tenant tenant = tenantOf(binding);
        return tenant == null ? shared : shared.after(tenant.schema());
    }

    /** Returns whether that is the name of a schema that is in each path. */
    boolean isShared(String schema) {
        return shared().anyMatch(each -> each.value().equals(schema));
    }

    /** Returns the schemas that are in each path. */
    public Stream<SchemaName> shared() {
        return Stream.concat(Stream.of(publicSchema), extra.stream());
    }

    /** Returns whether both bindings see the same data. Asked for nearly every call of JDBC, so it allocates nothing. */
    boolean areSame(TenantBinding one, TenantBinding other) {
        if (one == other) {
            return true;
        }
        Tenant a = tenantOf(one);
        Tenant b = tenantOf(other);
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return a.id() == b.id() && a.schema().equals(b.schema());
    }

    /** Returns the tenant, unless there is none or its schema is the public one, which sees what everybody sees. */
    @Nullable
    Tenant tenantOf(TenantBinding binding) {
        return binding instanceof TenantBinding.ToTenant bound
                        && !bound.value().schema().equals(publicSchema)
                ? bound.value()
                : null;
    }
}
