package io.tenantschemas.benchmarks.database;

import java.util.stream.Collectors;

import org.springframework.core.io.ClassPathResource;

/** What makes a tenant's schema: the migrations, one after the other, and whatever follows. The same as Flyway would do, but faster. */
final class TenantScript {

    private final String migrations;

    private final String rest;

    private TenantScript(TenantTables tables, String rest) {
        this.migrations = tables.sql();
        this.rest = rest;
    }

    /** Returns the script for a shop with some rows. */
    static TenantScript ofShop() {
        return new TenantScript(TenantTables.SHOP, MigrationFile.text(new ClassPathResource("seed/shop.sql")));
    }

    /** Returns the script for empty tables and the history that Flyway has of them in another schema. */
    static TenantScript ofMigrated(TenantTables tables, String other) {
        return new TenantScript(tables, FlywayHistory.copyOf(other));
    }

    /** Returns the SQL for the tables that all tenants share. */
    static String shared() {
        return MigrationFile.in("db/shared").stream().map(MigrationFile::sql).collect(Collectors.joining("\n"));
    }

    /** Returns the SQL for a tenant, to be run in one transaction. */
    String of(int number) {
        return row(number) + """
            CREATE SCHEMA %1$s;
            SET LOCAL search_path TO %1$s, public;
            """.formatted(TenantNames.schema(number)) + migrations + rest;
    }

    /** Returns the SQL by which the registry knows a tenant. */
    static String row(int number) {
        return """
            INSERT INTO client (schema_name, status) VALUES ('%1$s', 'ACTIVE');
            INSERT INTO tenant_domain (tenant_id, domain, is_primary) VALUES (lastval(), '%2$s', true);
            """.formatted(TenantNames.schema(number), TenantNames.host(number));
    }
}
