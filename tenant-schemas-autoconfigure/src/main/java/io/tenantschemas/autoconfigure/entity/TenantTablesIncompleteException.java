package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.stream.Collectors;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TenantTableCheck.Missing;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when the tables of tenants lack something on which the library relies. */
public final class TenantTablesIncompleteException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient List<Missing> missing;

    TenantTablesIncompleteException(TenantTable table, List<Missing> missing) {
        super("The tables of tenants, %s and %s, lack: %s."
                .formatted(
                        table.qualified(),
                        table.qualifiedDomains(),
                        missing.stream().map(Missing::what).collect(Collectors.joining(", "))));
        this.missing = List.copyOf(missing);
    }

    /** Returns what is missing, each with the SQL that adds it, in the order in which it has to be added. */
    public List<Missing> missing() {
        return missing;
    }
}
