package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.entity.EntityProblem;
import io.tenantschemas.entity.EntityScopeException;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TenantTableCheck;
import io.tenantschemas.registry.TenantTableCheck.Missing;
import io.tenantschemas.registry.TypeColumn;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.routing.UnroutedDataSource;
import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;

/**
 * Makes sure at start-up that the tables of tenants are complete, that Hibernate stores tenants where the library reads
 * them, and that no name of the tenants' is in everybody's sight.
 *
 * <p>The last is asked of the mapping and of the newest tenant's schema of each type only: start-up must not take longer with every
 * tenant, and each migration asks it of the schema that it has migrated.
 */
final class TenantTablesVerifier implements SmartInitializingSingleton {

    private static final String NEWEST =
            "SELECT schema_name FROM %s WHERE status = 'ACTIVE' AND schema_name <> ? ORDER BY id DESC LIMIT 1";

    private static final String NEWEST_OF_EACH_TYPE =
            "SELECT DISTINCT ON (%1$s) schema_name FROM %2$s WHERE status = 'ACTIVE' AND schema_name <> ? ORDER BY %1$s, id DESC";

    private final UnroutedDataSource dataSource;

    private final TenantTable table;

    private final FallThroughCheck fallThrough;

    private final SearchPaths paths;

    private final EntityScopes scopes;

    private final Stream<MappedTables> mapped;

    private final boolean withProvisioning;

    TenantTablesVerifier(
            UnroutedDataSource dataSource,
            TenantTable table,
            FallThroughCheck fallThrough,
            SearchPaths paths,
            EntityScopes scopes,
            Stream<MappedTables> mapped,
            boolean withProvisioning) {
        this.dataSource = dataSource;
        this.table = table;
        this.fallThrough = fallThrough;
        this.paths = paths;
        this.scopes = scopes;
        this.mapped = mapped;
        this.withProvisioning = withProvisioning;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<MappedTables> factories = mapped.toList();
        factories.forEach(this::verifyMapping);
        verifyTables();
        verifyExtraSchemas();
        verifyNames(factories);
    }

    private void verifyMapping(MappedTables factory) {
        factory.ofTenants().stream()
                .filter(mapped -> !mapped.equals(expected()))
                .findFirst()
                .ifPresent(other -> {
                    throw new TenantTableMismatchException(table, other.toString());
                });
        table.type().ifPresent(type -> verifyTypes(type, factory));
        List<EntityProblem> problems = factory.notQualified(scopes);
        if (!problems.isEmpty()) {
            throw new EntityScopeException(problems);
        }
    }

    private static void verifyTypes(TypeColumn type, MappedTables factory) {
        String stored = CatalogueName.stored(type.name(), true);
        factory.typeColumns().stream()
                .filter(mapped -> !mapped.equals(stored))
                .findFirst()
                .ifPresent(other -> {
                    throw TenantTableMismatchException.ofTypes(type, other);
                });
    }

    private CatalogueName expected() {
        return new CatalogueName(table.publicSchema().value(), table.name());
    }

    private void verifyTables() {
        List<Missing> missing = new TenantTableCheck(dataSource.dataSource(), table, withProvisioning).missing();
        if (!missing.isEmpty()) {
            throw new TenantTablesIncompleteException(table, missing);
        }
    }

    private void verifyExtraSchemas() {
        if (paths.extra().isEmpty()) {
            return;
        }
        String[] extra = paths.extra().stream().map(SchemaName::value).toArray(String[]::new);
        List<String> tenants = new JdbcTemplate(dataSource.dataSource())
                .queryForList(
                        "SELECT schema_name FROM " + table.qualified()
                                + " WHERE schema_name = ANY (?) ORDER BY schema_name",
                        String.class,
                        (Object) extra);
        if (!tenants.isEmpty()) {
            throw new TenantInExtraSearchPathException(tenants);
        }
    }

    private void verifyNames(List<MappedTables> factories) {
        Set<String> names = new TreeSet<>();
        factories.forEach(factory -> names.addAll(factory.ofEachTenant()));
        JdbcTemplate jdbc = new JdbcTemplate(dataSource.dataSource());
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            fallThrough.check(names, connection);
            return true;
        });
        newestTenants(jdbc).forEach(fallThrough::check);
    }

    private List<SchemaName> newestTenants(JdbcTemplate jdbc) {
        return jdbc
                .queryForList(
                        table.type()
                                .map(type -> NEWEST_OF_EACH_TYPE.formatted(type.quoted(), table.qualified()))
                                .orElseGet(() -> NEWEST.formatted(table.qualified())),
                        String.class,
                        table.publicSchema().value())
                .stream()
                .filter(TenantTablesVerifier::isSchemaName)
                .map(SchemaName::of)
                .toList();
    }

    // A row that somebody wrote by hand and that the registry passes over too must not keep all others from starting.
    private static boolean isSchemaName(String name) {
        try {
            SchemaName.of(name);
            return true;
        } catch (InvalidSchemaNameException notOne) {
            return false;
        }
    }
}
