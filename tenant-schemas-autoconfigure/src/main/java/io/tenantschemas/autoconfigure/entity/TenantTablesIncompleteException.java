package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.stream.Collectors;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TenantTableCheck.Missing;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when the tables of tenants lack something on which the library relies. */
public final class TenantTablesIncompleteException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient TenantTable table;

    private final transient List<Missing> missing;

    TenantTablesIncompleteException(TenantTable table, List<Missing> missing) {
        super("The tables in which tenants are kept are not complete. There is no %s."
                .formatted(missing.stream().map(Missing::what).collect(Collectors.joining(", no "))));
        this.table = table;
        this.missing = List.copyOf(missing);
    }

    /** Returns what is missing, each with the SQL that adds it, in the order in which it has to be added. */
    public List<Missing> missing() {
        return missing;
    }

    /** Returns whether there is no table of tenants at all. */
    public boolean isWithoutTenants() {
        return isMissing(table.qualified());
    }

    /** Returns whether the table is not there in which the library keeps tenants whose schemas are yet to be made. */
    public boolean isWithoutProvisioning() {
        return isMissing(table.qualifiedProvisioning());
    }

    private boolean isMissing(String qualified) {
        return missing.stream().anyMatch(each -> each.what().equals("table " + qualified));
    }
}
