package io.tenantschemas.registry;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;

import org.springframework.util.Assert;

import io.tenantschemas.registry.TenantTableCatalogue.UniqueIndex;

/**
 * Finds out what the tenants' tables lack: tables, columns, unique indexes. Only the catalogue is read, nothing is changed.
 *
 * <p>Indexes are known by what they do, not by their names. No other column, key or constraint is ever asked for.
 */
public final class TenantTableCheck {

    private final DataSource dataSource;

    private final TenantTable table;

    private final TenantTableDdl ddl;

    private final boolean withProvisioning;

    /**
     * Creates a check of the tables that every application has.
     *
     * @param dataSource where connections come from, which need not point at any schema
     * @param table where tenants are to be stored
     */
    public TenantTableCheck(DataSource dataSource, TenantTable table) {
        this(dataSource, table, false);
    }

    /**
     * Creates a check.
     *
     * @param dataSource where connections come from, which need not point at any schema
     * @param table where tenants are to be stored
     * @param withProvisioning whether there has to be a table of tenants whose schemas are yet to be made, too
     */
    public TenantTableCheck(DataSource dataSource, TenantTable table, boolean withProvisioning) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(table, "'table' must not be null");
        this.dataSource = dataSource;
        this.table = table;
        this.ddl = new TenantTableDdl(table);
        this.withProvisioning = withProvisioning;
    }

    /**
     * Something that the tenants' tables lack.
     *
     * @param what what it is, for messages: {@code column schema_name of "public"."client"}
     * @param sql the statement that adds it, with its semicolon
     */
    public record Missing(String what, String sql) {

        private static final String UNIQUE_INDEX = "unique index";

        /** Returns whether it is an index: the tables can be read without it. */
        public boolean isIndex() {
            return what.startsWith(UNIQUE_INDEX);
        }
    }

    /** Returns what is missing, in the order in which it has to be added; empty when all is there. */
    public List<Missing> missing() {
        TenantTableCatalogue catalogue = TenantTableCatalogue.read(dataSource, table);
        return Stream.concat(requirements().stream(), withProvisioning ? ofProvisioning().stream() : Stream.empty())
                .filter(requirement -> !requirement.isMet().test(catalogue))
                .map(Requirement::missing)
                .toList();
    }

    private List<Requirement> requirements() {
        Stream<Requirement> ofTenants = Stream.of(
                tenantTable(),
                tenantColumn("id", ddl.addId()),
                tenantColumn("schema_name", ddl.addSchemaName()),
                tenantColumn("status", ddl.addStatus()));
        Stream<Requirement> ofTypes = table.type().stream().map(type -> tenantColumn(type.name(), ddl.addType(type)));
        return Stream.of(ofTenants, ofTypes, ofDomains()).flatMap(each -> each).toList();
    }

    private Stream<Requirement> ofDomains() {
        return Stream.of(
                domainTable(),
                domainColumn("tenant_id", ddl.addTenantId()),
                domainColumn("domain", ddl.addDomain()),
                domainColumn("is_primary", ddl.addIsPrimary()),
                tenantIndex(
                        "lower(schema_name)", ddl.uniqueIndexOnSchemaName(), index -> index.isOnLower("schema_name")),
                domainIndex("lower(domain)", ddl.uniqueIndexOnDomain(), index -> index.isOnLower("domain")),
                domainIndex(
                        "(tenant_id) WHERE is_primary",
                        ddl.uniqueIndexOnPrimaryDomain(),
                        index -> index.isOnEachWhere("tenant_id", "is_primary")));
    }

    private List<Requirement> ofProvisioning() {
        return List.of(
                Requirement.table(
                        TenantTable.PROVISIONING_TABLE, table.qualifiedProvisioning(), ddl.createProvisioningTable()),
                provisioningColumn("tenant_id", "bigint PRIMARY KEY"),
                provisioningColumn("wanted_status", "varchar(20) NOT NULL DEFAULT 'ACTIVE'"),
                provisioningColumn("attempts", "integer NOT NULL DEFAULT 0"),
                provisioningColumn("is_begun", "boolean NOT NULL DEFAULT false"),
                provisioningColumn("next_attempt_at", "timestamptz NOT NULL DEFAULT now()"),
                provisioningColumn("losses", "integer NOT NULL DEFAULT 0"),
                provisioningColumn("reason", "text"),
                provisioningColumn("schema_oid", "oid"),
                // Of two nodes that take note of one tenant, the second finds what the first wrote.
                Requirement.index(
                                TenantTable.PROVISIONING_TABLE,
                                "tenant_id",
                                table.qualifiedProvisioning(),
                                ddl.uniqueIndexOnProvisionedTenant(),
                                index -> index.isOn("tenant_id"))
                        .unlessMissing(TenantTable.PROVISIONING_TABLE));
    }

    private Requirement provisioningColumn(String column, String type) {
        return Requirement.column(
                TenantTable.PROVISIONING_TABLE,
                column,
                table.qualifiedProvisioning(),
                ddl.addToProvisioning(column, type));
    }

    private Requirement tenantTable() {
        return Requirement.table(table.name(), table.qualified(), ddl.createTable());
    }

    private Requirement tenantColumn(String column, String sql) {
        return Requirement.column(table.name(), column, table.qualified(), sql);
    }

    private Requirement tenantIndex(String key, String sql, Predicate<UniqueIndex> suffices) {
        return Requirement.index(table.name(), key, table.qualified(), sql, suffices);
    }

    private Requirement domainTable() {
        return Requirement.table(TenantTable.DOMAIN_TABLE, table.qualifiedDomains(), ddl.createDomainTable());
    }

    private Requirement domainColumn(String column, String sql) {
        return Requirement.column(TenantTable.DOMAIN_TABLE, column, table.qualifiedDomains(), sql);
    }

    private Requirement domainIndex(String key, String sql, Predicate<UniqueIndex> suffices) {
        return Requirement.index(TenantTable.DOMAIN_TABLE, key, table.qualifiedDomains(), sql, suffices);
    }

    private record Requirement(Missing missing, Predicate<TenantTableCatalogue> isMet) {

        /** Returns the same of a table that comes with it where the table is missing altogether. */
        Requirement unlessMissing(String table) {
            return new Requirement(missing, isMet.or(catalogue -> !catalogue.hasTable(table)));
        }

        static Requirement table(String table, String qualified, String sql) {
            return new Requirement(new Missing("table " + qualified, sql), catalogue -> catalogue.hasTable(table));
        }

        static Requirement column(String table, String column, String qualified, String sql) {
            // A table that is missing is reported as such and comes with its columns.
            return new Requirement(
                    new Missing("column %s of %s".formatted(column, qualified), sql),
                    catalogue -> !catalogue.hasTable(table) || catalogue.hasColumn(table, column));
        }

        static Requirement index(
                String table, String key, String qualified, String sql, Predicate<UniqueIndex> suffices) {
            return new Requirement(
                    new Missing(Missing.UNIQUE_INDEX + " on %s of %s".formatted(key, qualified), sql),
                    catalogue -> catalogue.hasUniqueIndex(table, suffices));
        }
    }
}
