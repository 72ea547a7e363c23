package io.tenantschemas.benchmarks.database;

/** How tenants are called, who are numbered from 1 on. */
public final class TenantNames {

    private TenantNames() {}

    /** Returns the name of a tenant, which is the name of the schema and stands in each of the tenant's rows. */
    public static String schema(int number) {
        return "t%04d".formatted(number);
    }

    /** Returns the host of a tenant. */
    public static String host(int number) {
        return schema(number) + ".example.com";
    }
}
