package io.tenantschemas.autoconfigure.provision;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tenantschemas.provision.TenantInitializer;

/** What the application's initializers do. */
final class Script {

    private final Map<String, TenantInitializer> parts = new ConcurrentHashMap<>();

    TenantInitializer part(String name) {
        return tenant -> parts.getOrDefault(name, nothing -> {}).initialize(tenant);
    }

    void first(TenantInitializer part) {
        parts.put("first", part);
    }

    void second(TenantInitializer part) {
        parts.put("second", part);
    }

    void clear() {
        parts.clear();
    }
}
