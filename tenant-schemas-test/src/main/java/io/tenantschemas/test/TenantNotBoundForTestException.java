package io.tenantschemas.test;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a test asks for a tenant with {@link WithTenant} and nothing has bound it. */
public final class TenantNotBoundForTestException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final String schema;

    TenantNotBoundForTestException(String schema) {
        super(("@WithTenant(\"%s\") has bound nothing, because the test has no Spring application context or lists its"
                        + " TestExecutionListeners without the default ones. Use @SpringBootTest or SpringExtension, and"
                        + " mergeMode = MERGE_WITH_DEFAULTS.")
                .formatted(schema));
        this.schema = schema;
    }

    /** Returns the schema that the test asked for. */
    public String schema() {
        return schema;
    }
}
