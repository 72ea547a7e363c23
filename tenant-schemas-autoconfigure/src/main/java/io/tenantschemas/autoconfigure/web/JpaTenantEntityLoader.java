package io.tenantschemas.autoconfigure.web;

import java.util.List;
import java.util.Optional;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.Type;

import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.util.Assert;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.web.TenantEntityLoader;

/** Loads the tenant entity by its primary key, in the persistence context of the request if there is one. */
final class JpaTenantEntityLoader implements TenantEntityLoader {

    private final EntityManagerFactory entityManagerFactory;

    private final EntityManager entityManager;

    JpaTenantEntityLoader(EntityManagerFactory entityManagerFactory) {
        this.entityManagerFactory = entityManagerFactory;
        this.entityManager = SharedEntityManagerCreator.createSharedEntityManager(entityManagerFactory);
    }

    @Override
    public Class<?> entityType() {
        List<? extends Class<?>> tenants = entityManagerFactory.getMetamodel().getEntities().stream()
                .map(Type::getJavaType)
                .filter(AbstractTenant.class::isAssignableFrom)
                .toList();
        // Of a hierarchy of entities, the root.
        List<? extends Class<?>> roots = tenants.stream()
                .filter(type -> !tenants.contains(type.getSuperclass()))
                .toList();
        Assert.state(
                roots.size() == 1,
                () ->
                        "Exactly one entity has to extend AbstractTenant for arguments with @CurrentTenant, but these do: %s"
                                .formatted(roots));
        return roots.get(0);
    }

    @Override
    public Optional<?> load(Tenant tenant) {
        return Optional.ofNullable(entityManager.find(entityType(), tenant.id()));
    }
}
