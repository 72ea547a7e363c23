package io.tenantschemas.provision.hibernate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;
import io.tenantschemas.tenant.TenantStatus;

/** What was heard of tenants in one transaction of one session and is still to be acted on. */
final class NotedTenants {

    private static final Log logger = LogFactory.getLog(NotedTenants.class);

    // Lists searched by identity: an application's equals(...) may well take two tenants for one.
    private final List<AbstractTenant> created = new ArrayList<>();

    private final List<AbstractTenant> toCreate = new ArrayList<>();

    private final List<AbstractTenant> withoutDomains = new ArrayList<>();

    private final List<AbstractTenant> changed = new ArrayList<>();

    // Only of those that have another one until their schemas are there.
    private final IdentityHashMap<AbstractTenant, TenantStatus> wantedStatus = new IdentityHashMap<>();

    private final Map<Long, Tenant> aboutToDelete = new HashMap<>();

    private final List<Tenant> toDelete = new ArrayList<>();

    /** Notes which status a tenant is to have once its schema is there. */
    void wants(AbstractTenant tenant, TenantStatus status) {
        wantedStatus.put(tenant, status);
    }

    void created(AbstractTenant tenant) {
        created.add(tenant);
        toCreate.add(tenant);
        withoutDomains.add(tenant);
    }

    void wroteDomains(AbstractTenant tenant) {
        withoutDomains.removeIf(each -> each == tenant);
        changed(tenant);
    }

    void changed(AbstractTenant tenant) {
        if (changed.stream().noneMatch(each -> each == tenant)) {
            changed.add(tenant);
        }
    }

    void deleting(Tenant actual) {
        aboutToDelete.put(actual.id(), actual);
    }

    void deleted(AbstractTenant tenant) {
        // Described now: after the flush the entity is of no use any more.
        Tenant described = tenant.toTenant();
        toDelete.add(Objects.requireNonNullElse(aboutToDelete.get(described.id()), described));
    }

    /** Returns the tenants that were saved and have yet to get their domains. */
    List<AbstractTenant> withoutDomains() {
        return List.copyOf(withoutDomains);
    }

    void forgetWithoutDomains(List<AbstractTenant> gone) {
        withoutDomains.removeIf(tenant -> gone.stream().anyMatch(each -> each == tenant));
    }

    /**
     * Returns the changes of tenants that are not new, as often as it is asked: what is committed is what is true in the end.
     */
    List<Tenant> updates() {
        return changed.stream()
                .filter(each -> created.stream().noneMatch(tenant -> tenant == each))
                .map(NotedTenants::describedIfSound)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Returns the tenants whose schemas are to be made, and those whose schemas are to be dropped, this once. */
    CreatedAndDeleted take() {
        List<Tenant> created = toCreate.stream().map(this::asWanted).toList();
        Set<Long> newIds = created.stream().map(Tenant::id).collect(Collectors.toSet());
        // A tenant that was saved just before has no schema yet: one of its name would be somebody else's.
        List<Tenant> deleted = toDelete.stream()
                .filter(tenant -> !newIds.contains(tenant.id()))
                .toList();
        toCreate.clear();
        toDelete.clear();
        return new CreatedAndDeleted(created, deleted);
    }

    private Tenant asWanted(AbstractTenant tenant) {
        Tenant described = tenant.toTenant();
        return described.withStatus(wantedStatus.getOrDefault(tenant, described.status()));
    }

    private static Optional<Tenant> describedIfSound(AbstractTenant tenant) {
        try {
            return Optional.of(tenant.toTenant());
        } catch (TenantSchemasException malformed) {
            // A row that others wrote; the registry leaves it out, so there is nothing to forget.
            logger.debug("Passing over a tenant that cannot be one", malformed);
            return Optional.empty();
        }
    }

    static List<Tenant> described(List<AbstractTenant> tenants) {
        return tenants.stream().map(AbstractTenant::toTenant).toList();
    }

    /** Tenants that came and tenants that went. */
    record CreatedAndDeleted(List<Tenant> created, List<Tenant> deleted) {

        boolean isEmpty() {
            return created.isEmpty() && deleted.isEmpty();
        }
    }
}
