package io.tenantschemas.cache.redis;

import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.Converter;
import org.springframework.util.ReflectionUtils;

import io.tenantschemas.cache.TenantKey;

/** Turns keys into texts, the application's part of them as Redis' cache would. */
final class TenantKeyConverter implements Converter<TenantKey, String> {

    private static final TypeDescriptor TEXT = TypeDescriptor.valueOf(String.class);

    private final ConversionService conversions;

    TenantKeyConverter(ConversionService conversions) {
        this.conversions = conversions;
    }

    @Override
    public String convert(TenantKey key) {
        return TenantKey.prefixOf(key.tenant()) + text(key.key());
    }

    private String text(Object key) {
        if (key instanceof String text) {
            return text;
        }
        TypeDescriptor type = TypeDescriptor.valueOf(key.getClass());
        if (conversions.canConvert(type, TEXT)) {
            return String.valueOf(conversions.convert(key, type, TEXT));
        }
        if (!hasText(key)) {
            // Object.toString() is the same for different keys now and then, and another one after each start.
            throw new IllegalStateException(
                    "A cache key of type %s cannot be turned into a text. Register a converter with RedisCacheConfiguration.configureKeyConverters(...), or let it override toString()."
                            .formatted(key.getClass().getName()));
        }
        return key.toString();
    }

    private static boolean hasText(Object key) {
        var method = ReflectionUtils.findMethod(key.getClass(), "toString");
        return method != null && method.getDeclaringClass() != Object.class;
    }
}
