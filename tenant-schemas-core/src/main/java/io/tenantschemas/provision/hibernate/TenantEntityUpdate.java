package io.tenantschemas.provision.hibernate;

import java.util.Arrays;
import java.util.Set;

import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.persister.entity.EntityPersister;

import io.tenantschemas.entity.TenantTypeAttribute;

/** An update of a tenant's row, seen from its event. */
record TenantEntityUpdate(PostUpdateEvent event) {

    /** Attributes of which the library remembers something. The application's own may change as often as it likes. */
    private static final Set<String> REMEMBERED = Set.of("schemaName", "domains");

    /** Returns whether something changed, or may have changed, that is remembered of tenants. */
    boolean matters() {
        int[] dirty = event.getDirtyProperties();
        return dirty == null
                || Arrays.stream(dirty)
                        .mapToObj(index -> persister().getPropertyNames()[index])
                        .anyMatch(name -> REMEMBERED.contains(name) || isType(name));
    }

    private boolean isType(String name) {
        return TenantTypeAttribute.of(persister().getMappedClass())
                .filter(attribute -> attribute.name().equals(name))
                .isPresent();
    }

    private EntityPersister persister() {
        return event.getPersister();
    }
}
