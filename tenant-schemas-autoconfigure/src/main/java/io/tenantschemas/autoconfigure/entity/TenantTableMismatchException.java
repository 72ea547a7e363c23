package io.tenantschemas.autoconfigure.entity;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TypeColumn;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when Hibernate stores tenants in another table than the one from which the library reads them. */
public final class TenantTableMismatchException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private TenantTableMismatchException(String message) {
        super(message);
    }

    static TenantTableMismatchException ofTypes(TypeColumn expected, String mapped) {
        return new TenantTableMismatchException(
                ("The types of tenants would be read from column %s, but Hibernate stores them in %s. Set"
                                + " tenant-schemas.tenant-type-column to the name of the column, or give the attribute a"
                                + " @Column(name = ...).")
                        .formatted(expected.quoted(), mapped));
    }

    TenantTableMismatchException(TenantTable expected, String mapped) {
        super(
                ("Tenants would be read from table %s, but Hibernate stores them in %s. Set tenant-schemas.tenant-table to the"
                                + " name of the table, or give the tenant entity a @Table(name = ...) without a schema.")
                        .formatted(expected.qualified(), mapped));
    }
}
