package io.tenantschemas.routing;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.Tenant;

/**
 * Where it stands which tenant has which schema. Each checkout for a tenant asks there, in the same round trip, whether the
 * schema is still its own: a tenant that was dropped or renamed may be remembered by others, and its name used again.
 *
 * @param table the tenants' table as it is written into SQL, with columns {@code id} and {@code schema_name}
 * @param whenGone told of a tenant that has no such row any more, to forget it
 * @param heard a number that stays the same for as long as this node is told of every change of these rows, and a negative one
 *     while it is not: a checkout asks nothing where it would ask about the row only, and has done so since the last
 *     interruption. It must answer at once
 */
public record TenantRows(String table, Consumer<Tenant> whenGone, LongSupplier heard) {

    /** Checks that nothing is missing. */
    public TenantRows {
        Assert.hasText(table, "'table' must not be empty");
        Assert.notNull(whenGone, "'whenGone' must not be null");
        Assert.notNull(heard, "'heard' must not be null");
    }

    /** As rows that change without anybody telling this node: each checkout asks. */
    public TenantRows(String table, Consumer<Tenant> whenGone) {
        this(table, whenGone, () -> -1);
    }

    /** Returns a condition in SQL that is true where the tenant has its row. A schema's name needs no escaping. */
    String conditionFor(Tenant tenant) {
        return conditionFor(Long.toString(tenant.id()), "'" + tenant.schema() + "'");
    }

    /** Returns a condition in SQL that is true where the tenant has its row whose id and schema these expressions are. */
    String conditionFor(String id, String schema) {
        return exists("tenant_row.id = " + id + " AND tenant_row.schema_name = " + schema);
    }

    /** Returns a condition in SQL that is true where the text {@code name} is the schema of a tenant. */
    String conditionForAnyBy(String name) {
        return exists("tenant_row.schema_name = " + name);
    }

    // Under a name of its own: what stands around it might be called as the table is, and a row would be compared with
    // itself.
    private String exists(String condition) {
        return "EXISTS (SELECT FROM " + table + " tenant_row WHERE " + condition + ")";
    }

    StaleTenantException gone(Tenant tenant) {
        whenGone.accept(tenant);
        return StaleTenantException.without(tenant, table);
    }
}
