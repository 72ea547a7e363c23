package io.tenantschemas.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tenantschemas.provision.ProvisioningProgress.Progress;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.Tenant;

/** Describes tenants to programs. */
final class TenantDocument {

    private TenantDocument() {}

    static Map<String, Object> of(Tenant tenant) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", tenant.id());
        described.put("schema", tenant.schema().value());
        described.put("status", tenant.status().name());
        tenant.type().ifPresent(type -> described.put("type", type.value()));
        described.put("primaryHost", tenant.primaryHost().map(HostName::value).orElse(null));
        described.put("hosts", hosts(tenant));
        return described;
    }

    /** Describes also how far a tenant is whose schema is yet to be made, or could not be. */
    static Map<String, Object> of(Tenant tenant, Optional<Progress> progress) {
        Map<String, Object> described = of(tenant);
        progress.ifPresent(its -> {
            described.put("attempts", its.attempts());
            its.reason().ifPresent(reason -> described.put("reason", reason));
        });
        return described;
    }

    /** Returns the hosts, the primary one first. */
    static List<String> hosts(Tenant tenant) {
        return tenant.domains().stream()
                .sorted((a, b) -> Boolean.compare(b.primary(), a.primary()))
                .map(Domain::host)
                .map(HostName::value)
                .toList();
    }
}
