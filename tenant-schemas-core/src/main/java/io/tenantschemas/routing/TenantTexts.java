package io.tenantschemas.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.Tenant;

/**
 * The texts in which a session executes the statements of each tenant. The driver looks a statement up by its text, which takes
 * least where it is the same object as the last time.
 */
final class TenantTexts {

    /** As many as the driver keeps, by the value that routed pools get. */
    private static final int MOST = 1024;

    /** Longer ones are rather made of values than used again. */
    private static final int LONGEST = 4096;

    private final Map<Key, String> texts = new ConcurrentHashMap<>();

    /** Returns {@code sql} with the schema of that tenant and its tag. */
    String qualified(QualifiedSql sql, Tenant tenant, StatementTag tag) {
        Key key = new Key(sql, tenant.id(), tenant.schema().value());
        String known = texts.get(key);
        return known != null ? known : remember(key, tag.in(sql.in(tenant.schema())));
    }

    /** Returns {@code sql} with the tag of that tenant. */
    String tagged(String sql, Tenant tenant, StatementTag tag) {
        Key key = new Key(sql, tenant.id(), tenant.schema().value());
        String known = texts.get(key);
        return known != null ? known : remember(key, tag.in(sql));
    }

    private String remember(Key key, String text) {
        if (text.length() <= LONGEST) {
            if (texts.size() >= MOST) {
                texts.clear();
            }
            texts.put(key, text);
        }
        return text;
    }

    /**
     * What a text is made of.
     *
     * @param statement a text, or one that was taken apart, which is the same only if it is the same object: which names are those
     *     of tenants may have become known since
     * @param tenant the id, because a name used again is another tenant
     * @param schema the name, because a tenant may get another one
     */
    private record Key(Object statement, long tenant, String schema) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && tenant == key.tenant
                    && (statement == key.statement || (statement instanceof String text && text.equals(key.statement)))
                    && schema.equals(key.schema);
        }

        @Override
        public int hashCode() {
            int own = statement instanceof String text ? text.hashCode() : System.identityHashCode(statement);
            return 31 * own + Long.hashCode(tenant);
        }
    }
}
