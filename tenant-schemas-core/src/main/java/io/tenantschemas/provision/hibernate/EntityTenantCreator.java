package io.tenantschemas.provision.hibernate;

import java.util.Optional;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;
import org.springframework.validation.Validator;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.TenantCreator;
import io.tenantschemas.tenant.Tenant;

/**
 * Makes tenants by saving an entity of the application's own: with its callbacks and listeners, and checked by Bean Validation where
 * that is there.
 *
 * <p>Attributes are those of the entity, {@code address.city} for what is embedded; texts are converted as Spring does, dates and
 * times as in ISO 8601. Associations cannot be set.
 */
public final class EntityTenantCreator implements TenantCreator {

    private final EntityManagerFactory entityManagerFactory;

    private final PlatformTransactionManager transactionManager;

    private final NewTenantEntity entities;

    private EntityTenantCreator(
            EntityManagerFactory entityManagerFactory,
            PlatformTransactionManager transactionManager,
            NewTenantEntity entities) {
        this.entityManagerFactory = entityManagerFactory;
        this.transactionManager = transactionManager;
        this.entities = entities;
    }

    /**
     * Returns a creator.
     *
     * @param entityManagerFactory where the entity is looked for
     * @param transactionManager what begins transactions on it
     * @param validator checks the entity, or null if nothing does
     * @return empty if there is no entity of tenants, or more than one
     */
    public static Optional<EntityTenantCreator> of(
            EntityManagerFactory entityManagerFactory,
            PlatformTransactionManager transactionManager,
            @Nullable Validator validator) {
        Assert.notNull(entityManagerFactory, "'entityManagerFactory' must not be null");
        Assert.notNull(transactionManager, "'transactionManager' must not be null");
        return NewTenantEntity.of(entityManagerFactory, validator)
                .map(entities -> new EntityTenantCreator(entityManagerFactory, transactionManager, entities));
    }

    @Override
    public Tenant create(NewTenant tenant) {
        Assert.notNull(tenant, "'tenant' must not be null");
        AbstractTenant entity = entities.of(tenant);
        save(entity, tenant);
        return entity.toTenant();
    }

    private void save(AbstractTenant entity, NewTenant tenant) {
        new TransactionTemplate(transactionManager).executeWithoutResult(status -> {
            EntityManager entityManager = EntityManagerFactoryUtils.getTransactionalEntityManager(entityManagerFactory);
            Assert.state(entityManager != null, "the transaction manager is of another entity manager factory");
            try {
                entityManager.persist(entity);
            } catch (RuntimeException failure) {
                entities.refuseUnfit(entity, tenant);
                throw failure;
            }
            // Also what nobody has checked who takes part in saving.
            entities.refuseUnfit(entity, tenant);
        });
    }
}
