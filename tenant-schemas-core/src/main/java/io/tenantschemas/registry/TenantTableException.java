package io.tenantschemas.registry;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when tenants cannot be read because one of their tables, or a column of it, does not exist. */
public final class TenantTableException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient TenantTable table;

    TenantTableException(TenantTable table, @Nullable Throwable cause) {
        super(
                ("Tenants are read from the tables %s and %s, but one of them or a column is missing. Run the migrations of"
                                + " the shared schema ('migrate-schemas --shared'), or add to them what is missing of:%n%n%s")
                        .formatted(
                                table.qualified(),
                                table.qualifiedDomains(),
                                String.join(System.lineSeparator(), new TenantTableDdl(table).all())),
                cause);
        this.table = table;
    }

    /** Returns where tenants were expected. */
    public TenantTable table() {
        return table;
    }
}
