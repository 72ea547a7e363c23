package io.tenantschemas.benchmarks.migration;

import java.util.Map;

import io.tenantschemas.benchmarks.database.ManyTenants;
import io.tenantschemas.benchmarks.database.TenantTables;
import io.tenantschemas.benchmarks.database.TenantsDatabase;

/** What is to be found in the database when somebody says that all is done: whoever is fast because of less has not won. */
final class Expectation {

    private final TenantTables tables;

    private final long columns;

    private Expectation(TenantTables tables, long columns) {
        this.tables = tables;
        this.columns = columns;
    }

    /** Remembers what there is before anything is done. */
    static Expectation of(ManyTenants tenants) {
        Map<Long, Long> columns = tenants.unchanged().columns(ManyTenants.NAMES);
        if (columns.size() != 1) {
            throw new WrongSchemasException("The schemas differ before anything was done: " + columns);
        }
        return new Expectation(tenants.tables(), columns.keySet().iterator().next());
    }

    /**
     * Checks that so many tenants have all migrations, and the next one if that was to be done.
     *
     * @throws WrongSchemasException if it is otherwise
     */
    void checkTenants(TenantsDatabase database, long number, boolean withNext) {
        long next = withNext ? 1 : 0;
        check("columns", database.columns(ManyTenants.NAMES), columns + next, number);
        check("migrations in the history", database.migrations(ManyTenants.NAMES), migrations() + next, number);
    }

    /**
     * Checks that there are so many new schemas, each with all tables, and with a history if there is to be one.
     *
     * @throws WrongSchemasException if it is otherwise
     */
    void checkNew(TenantsDatabase database, String names, long number, boolean withHistory) {
        check("columns", database.columns(names), columns, number);
        if (withHistory) {
            check("migrations in the history", database.migrations(names), migrations(), number);
        }
    }

    private long migrations() {
        return tables.migrations().size();
    }

    static void check(String what, Map<Long, Long> found, long each, long number) {
        if (!found.equals(Map.of(each, number))) {
            throw new WrongSchemasException(
                    "There should be %d schemas with %d %s, but how many schemas have so many is %s"
                            .formatted(number, each, what, found));
        }
    }
}
