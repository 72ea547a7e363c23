package io.tenantschemas.benchmarks.database;

/** Gives a tenant's schema and tables to a role of the same name, for the strategy that switches roles. */
final class RoleOwner {

    private RoleOwner() {}

    static String of(int number) {
        return """
            CREATE ROLE %1$s NOLOGIN;
            ALTER SCHEMA %1$s OWNER TO %1$s;
            DO $$
            DECLARE
                owned regclass;
            BEGIN
                FOR owned IN SELECT oid FROM pg_class WHERE relnamespace = '%1$s'::regnamespace AND relkind = 'r' LOOP
                    EXECUTE 'ALTER TABLE ' || owned || ' OWNER TO %1$s';
                END LOOP;
            END $$;
            """.formatted(TenantNames.schema(number));
    }
}
