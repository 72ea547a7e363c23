package io.tenantschemas.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.UnknownTypeException;

/**
 * Reads tenants from the table of the application's own tenant entity, one statement for each lookup.
 *
 * <p>Needs no JPA and no search path: it works before the entity manager factory exists, on connections that point
 * anywhere. A lookup inside a transaction on the same data source sees what that transaction changed.
 *
 * <p>Rows that are not valid fail closed: a tenant with a malformed schema name, an unknown status or type is never returned, a
 * malformed domain is left out. A warning names them.
 */
public final class JdbcTenantRegistry implements TenantRegistry {

    private static final Log logger = LogFactory.getLog(JdbcTenantRegistry.class);

    private static final int CHUNK = 500;

    // undefined_table, undefined_column, invalid_schema_name
    private static final Set<String> SOMETHING_IS_MISSING = Set.of("42P01", "42703", "3F000");

    // The function is qualified too: a "lower(varchar)" of the application's own would be preferred to PostgreSQL's.
    private static final String SELECT =
            "SELECT t.id, t.schema_name, t.status, d.domain, d.is_primary%s FROM %s LEFT JOIN %s d ON d.tenant_id = t.id"
                    + " %s ORDER BY t.id, d.is_primary DESC NULLS LAST, pg_catalog.lower(d.domain)";

    private final JdbcTemplate jdbc;

    private final TenantTable table;

    private final String bySchema;

    private final String byHost;

    private final String byId;

    private final String chunk;

    /**
     * Creates a registry.
     *
     * @param dataSource where connections come from, which need not point at any schema
     * @param table where tenants are stored
     */
    public JdbcTenantRegistry(DataSource dataSource, TenantTable table) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(table, "'table' must not be null");
        this.jdbc = new JdbcTemplate(dataSource);
        this.table = table;
        String tenants = table.qualified();
        String domains = table.qualifiedDomains();
        String type = table.andTypeOf("t");
        this.bySchema = SELECT.formatted(type, tenants + " t", domains, "WHERE pg_catalog.lower(t.schema_name) = ?");
        this.byHost = SELECT.formatted(
                type,
                "%s h JOIN %s t ON t.id = h.tenant_id".formatted(domains, tenants),
                domains,
                "WHERE pg_catalog.lower(h.domain) = ?");
        this.byId = SELECT.formatted(type, tenants + " t", domains, "WHERE t.id = ?");
        this.chunk = SELECT.formatted(
                type,
                "(SELECT id, schema_name, status%s FROM %s WHERE id > ? ORDER BY id LIMIT %d) t"
                        .formatted(table.andType(), tenants, CHUNK),
                domains,
                "");
    }

    @Override
    public Optional<Tenant> findBySchema(SchemaName schema) {
        Assert.notNull(schema, "'schema' must not be null");
        return single(read(bySchema, schema.value()), schema)
                .filter(tenant -> tenant.schema().equals(schema));
    }

    @Override
    public Optional<Tenant> findOfAnyType(SchemaName schema) {
        Assert.notNull(schema, "'schema' must not be null");
        return ofAnyType(schema).flatMap(stored -> hasKnownType(stored) ? stored.checked(table) : stored.withoutType());
    }

    @Override
    public void refuseUnknownType(SchemaName schema) {
        Assert.notNull(schema, "'schema' must not be null");
        ofAnyType(schema).filter(stored -> !hasKnownType(stored)).ifPresent(stored -> {
            throw UnknownTypeException.ofTenant(
                    schema, stored.type().orElse(""), table.types(), table.correctingType(stored.id()));
        });
    }

    /** Returns the row of that name, if there is exactly one. */
    private Optional<StoredTenant> ofAnyType(SchemaName schema) {
        List<StoredTenant> stored = read(bySchema, schema.value());
        return stored.size() == 1 && stored.get(0).schemaName().equals(schema.value())
                ? Optional.of(stored.get(0))
                : Optional.empty();
    }

    private boolean hasKnownType(StoredTenant stored) {
        try {
            table.typeOf(stored.type());
            return true;
        } catch (UnknownTypeException unknown) {
            return false;
        }
    }

    @Override
    public Optional<Tenant> findByHost(HostName host) {
        Assert.notNull(host, "'host' must not be null");
        return single(read(byHost, host.value()), host);
    }

    @Override
    public Optional<Tenant> findAgain(Tenant tenant) {
        Assert.notNull(tenant, "'tenant' must not be null");
        return single(read(byId, tenant.id()), tenant.id());
    }

    /**
     * Passes every tenant to {@code action}, in the order of their ids. Reads some hundred at a time; tenants that are
     * added meanwhile may be among them.
     */
    @Override
    public void forEach(Consumer<Tenant> action) {
        Assert.notNull(action, "'action' must not be null");
        List<StoredTenant> tenants = read(chunk, Long.MIN_VALUE);
        while (!tenants.isEmpty()) {
            tenants.forEach(tenant -> tenant.checked(table).ifPresent(action));
            tenants = read(chunk, tenants.get(tenants.size() - 1).id());
        }
    }

    private Optional<Tenant> single(List<StoredTenant> found, Object key) {
        List<Tenant> tenants = found.stream()
                .map(tenant -> tenant.checked(table))
                .flatMap(Optional::stream)
                .toList();
        if (tenants.size() > 1) {
            // Only where the unique index is missing. Whose data would it be?
            logger.warn("Finding no tenant for '%s', because there are several: %s."
                    .formatted(key, tenants.stream().map(Tenant::describe).toList()));
            return Optional.empty();
        }
        return tenants.stream().findFirst();
    }

    private List<StoredTenant> read(String sql, Object argument) {
        try {
            List<StoredTenant> tenants = new ArrayList<>();
            RowCallbackHandler collect = row -> addTo(tenants, row);
            jdbc.query(sql, collect, argument);
            return tenants;
        } catch (BadSqlGrammarException refused) {
            throw isSomethingMissing(refused) ? new TenantTableException(table, refused) : refused;
        }
    }

    private static boolean isSomethingMissing(BadSqlGrammarException refused) {
        return refused.getCause() instanceof SQLException cause
                && SOMETHING_IS_MISSING.contains(String.valueOf(cause.getSQLState()));
    }

    /** Adds a row to the tenant before, if it is of the same tenant: rows come in the order of ids. */
    private void addTo(List<StoredTenant> tenants, ResultSet row) throws SQLException {
        long id = row.getLong("id");
        if (tenants.isEmpty() || tenants.get(tenants.size() - 1).id() != id) {
            tenants.add(new StoredTenant(id, text(row, "schema_name"), text(row, "status"), table.readType(row)));
        }
        String domain = row.getString("domain");
        if (domain != null) {
            tenants.get(tenants.size() - 1)
                    .domains()
                    .add(new StoredTenant.StoredDomain(domain, row.getBoolean("is_primary")));
        }
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }
}
