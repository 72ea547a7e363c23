package io.tenantschemas.command;

import java.util.Arrays;

import io.tenantschemas.inspect.Finding;

/** What findings are called, for programs and for people. */
enum FindingKind {
    INCOMPLETE_TABLE("incomplete-table", "Tables of tenants that lack something", Finding.IncompleteTable.class),
    TENANT_WITHOUT_SCHEMA("tenant-without-schema", "Tenants without a schema", Finding.TenantWithoutSchema.class),
    UNBUILT_TENANT("unbuilt-tenant", "Tenants that are not made, or half", Finding.UnbuiltTenant.class),
    TENANT_BEING_DROPPED("tenant-being-dropped", "Tenants that are being dropped", Finding.TenantBeingDropped.class),
    UNUSABLE_TENANT("unusable-tenant", "Rows that cannot be tenants", Finding.UnusableTenant.class),
    MISWRITTEN_TYPE("miswritten-type", "Types that the application cannot read", Finding.MiswrittenType.class),
    NAMESAKES("namesakes", "Names that differ only in case", Finding.Namesakes.class),
    DOMAIN("domain", "Domains", Finding.DomainProblem.class),
    SCHEMA_WITHOUT_TENANT("schema-without-tenant", "Schemas without a tenant", Finding.SchemaWithoutTenant.class),
    HISTORY_MISMATCH(
            "history-mismatch", "Histories of migrations that do not fit the files", Finding.HistoryMismatch.class),
    PENDING_MIGRATIONS("pending-migrations", "Migrations that are pending", Finding.PendingMigrations.class),
    NAME_IN_SIGHT("name-in-sight", "Names of tenants in sight of all", Finding.NameInSight.class),
    MODEL_UNKNOWN("model-unknown", "Not compared with the application's entities", Finding.ModelUnknown.class),
    MODEL_DEVIATION("model-deviation", "Not as the application's entities need it", Finding.ModelDeviation.class),
    SHAPE_DEVIATION("shape-deviation", "Not like most other tenants", Finding.ShapeDeviation.class),
    INVALID_INDEX("invalid-index", "Indexes that are not valid", Finding.InvalidIndex.class);

    private final String id;

    private final String title;

    private final Class<? extends Finding> type;

    FindingKind(String id, String title, Class<? extends Finding> type) {
        this.id = id;
        this.title = title;
        this.type = type;
    }

    static FindingKind of(Finding finding) {
        return Arrays.stream(values())
                .filter(kind -> kind.type.isInstance(finding))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the name for programs. */
    String id() {
        return id;
    }

    /** Returns what stands above them for people. */
    String title() {
        return title;
    }
}
