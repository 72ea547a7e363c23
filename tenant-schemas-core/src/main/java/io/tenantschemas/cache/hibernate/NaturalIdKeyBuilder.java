package io.tenantschemas.cache.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.hibernate.cache.MutableCacheKeyBuilder;
import org.hibernate.cache.internal.NaturalIdCacheKey;
import org.jspecify.annotations.Nullable;

/** Makes the key of a natural id for a tenant that is not named as the session names it. */
final class NaturalIdKeyBuilder implements MutableCacheKeyBuilder {

    private final String entity;

    private final @Nullable String tenant;

    private final List<@Nullable Object> values = new ArrayList<>();

    private int hashCode;

    NaturalIdKeyBuilder(String entity, @Nullable String tenant) {
        this.entity = entity;
        this.tenant = tenant;
        this.hashCode = Objects.hashCode(tenant);
    }

    @Override
    public void addValue(@Nullable Object value) {
        values.add(value);
    }

    @Override
    public void addHashCode(int value) {
        hashCode = 37 * hashCode + value;
    }

    @Override
    public NaturalIdCacheKey build() {
        return new NaturalIdCacheKey(values.toArray(), entity, tenant, hashCode);
    }
}
