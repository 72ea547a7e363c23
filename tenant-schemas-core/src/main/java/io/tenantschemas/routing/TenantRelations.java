package io.tenantschemas.routing;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import org.springframework.util.Assert;
import org.springframework.util.ConcurrentLruCache;

/**
 * The names of the tables and sequences that each tenant has for itself, as far as mappings tell them: what statements need to
 * know to name the schema themselves. What is missing here is found by the search path.
 */
public final class TenantRelations {

    private static final int REMEMBERED_STATEMENTS = 2_000;

    /** Texts that are longer are hardly ever the same again, and would take too much room. */
    private static final int LONGEST_REMEMBERED = 16_384;

    private volatile Known known = Known.of(Set.of());

    /**
     * Adds names.
     *
     * @param names the names as PostgreSQL stores them: in lower case unless they are quoted where they are written
     */
    public synchronized void add(Collection<String> names) {
        Assert.notNull(names, "'names' must not be null");
        Set<String> all = new HashSet<>(known.names());
        if (all.addAll(names)) {
            known = Known.of(Set.copyOf(all));
        }
    }

    /** Reads {@code sql}, or remembers what it read. */
    ReadSql read(String sql) {
        Known current = known;
        return sql.length() > LONGEST_REMEMBERED
                ? ReadSql.of(sql, current.names())
                : current.statements().get(sql);
    }

    private record Known(Set<String> names, ConcurrentLruCache<String, ReadSql> statements) {

        static Known of(Set<String> names) {
            return new Known(names, new ConcurrentLruCache<>(REMEMBERED_STATEMENTS, sql -> ReadSql.of(sql, names)));
        }
    }
}
