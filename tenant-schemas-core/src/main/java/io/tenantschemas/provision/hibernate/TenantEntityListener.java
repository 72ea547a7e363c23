package io.tenantschemas.provision.hibernate;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.hibernate.collection.spi.AbstractPersistentCollection;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.AutoFlushEvent;
import org.hibernate.event.spi.AutoFlushEventListener;
import org.hibernate.event.spi.DeleteContext;
import org.hibernate.event.spi.DeleteEvent;
import org.hibernate.event.spi.DeleteEventListener;
import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.FlushEvent;
import org.hibernate.event.spi.FlushEventListener;
import org.hibernate.event.spi.PostCollectionRecreateEvent;
import org.hibernate.event.spi.PostCollectionRecreateEventListener;
import org.hibernate.event.spi.PostCollectionUpdateEvent;
import org.hibernate.event.spi.PostCollectionUpdateEventListener;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.TenantTypeAttribute;
import io.tenantschemas.provision.ProvisioningMode;
import io.tenantschemas.provision.SchemaProvisioner;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;

/**
 * Refuses tenants that cannot be saved or deleted as things stand, and notes those that were, to be acted on before the
 * transaction completes.
 */
final class TenantEntityListener
        implements PreInsertEventListener,
                PostInsertEventListener,
                PostUpdateEventListener,
                PreUpsertEventListener,
                PostCollectionUpdateEventListener,
                PostCollectionRecreateEventListener,
                FlushEventListener,
                AutoFlushEventListener,
                DeleteEventListener,
                PreDeleteEventListener,
                PostDeleteEventListener {

    private static final long serialVersionUID = 1L;

    private final transient TenantProvisioning provisioning;

    // Both weak: the session holds on to its unit as an observer of its transaction, and a session that is left without
    // completing that must not stay for ever.
    private final transient Map<SharedSessionContractImplementor, WeakReference<TenantUnitOfWork>> units =
            new WeakHashMap<>();

    TenantEntityListener(TenantProvisioning provisioning) {
        this.provisioning = provisioning;
    }

    @Override
    public boolean onPreInsert(PreInsertEvent event) {
        ifTenant(event.getEntity(), tenant -> {
            refuseSave(tenant, event.getSession());
            if (makesLater() && !isMainSite(tenant)) {
                putOff(tenant, event);
            }
        });
        return false;
    }

    /** Has row and entity say that the schema is yet to be made, and remembers which status there was to be. */
    private void putOff(AbstractTenant tenant, PreInsertEvent event) {
        StatusProperty status = StatusProperty.of(event.getPersister());
        unitOf(event.getSession()).wants(tenant, status.in(event.getState()).orElse(TenantStatus.ACTIVE));
        status.set(TenantStatus.PROVISIONING, event.getState(), tenant);
    }

    private boolean makesLater() {
        return provisioning.lifecycle().mode() != ProvisioningMode.SYNC;
    }

    private boolean isMainSite(AbstractTenant tenant) {
        return provisioner().publicSchema().value().equals(tenant.getSchemaName());
    }

    private void refuseSave(AbstractTenant tenant, SharedSessionContractImplementor session) {
        SchemaName schema = SchemaName.of(tenant.getSchemaName());
        if (provisioner().isReserved(schema)) {
            throw TenantRefusedException.reserved(schema);
        }
        refuseWithinTenant(schema, "saved");
        refuseWithoutTransaction(tenant, "saved", session);
        refuseMalformedType(tenant);
    }

    /** Refuses at once what nobody else could be told of. Whether there is such a type is asked of the row. */
    private static void refuseMalformedType(AbstractTenant tenant) {
        TenantTypeAttribute.of(tenant.getClass()).ifPresent(attribute -> attribute.typeOf(tenant));
    }

    /** Refuses at once: what is thrown by the flush at commit would reach the caller as the cause of something else. */
    @Override
    public void onDelete(DeleteEvent event) {
        ifTenant(event.getObject(), tenant -> {
            refuseDelete(tenant);
            if (TenantTransaction.isActive(event.getSession())) {
                unitOf(event.getSession());
            }
        });
    }

    @Override
    public void onDelete(DeleteEvent event, DeleteContext transientEntities) {
        onDelete(event);
    }

    @Override
    public boolean onPreDelete(PreDeleteEvent event) {
        ifTenant(event.getEntity(), tenant -> {
            refuseDelete(tenant);
            refuseWithoutTransaction(tenant, "deleted", event.getSession());
            unitOf(event.getSession()).deleting(tenant);
        });
        return false;
    }

    private void refuseDelete(AbstractTenant tenant) {
        SchemaName schema = SchemaName.of(tenant.getSchemaName());
        if (schema.equals(provisioner().publicSchema())) {
            throw TenantRefusedException.ofEverybody(schema, "deleted");
        }
        refuseWithinTenant(schema, "deleted");
    }

    private void refuseWithinTenant(SchemaName schema, String what) {
        TenantBinding binding = TenantContext.binding();
        if (!binding.schema(provisioner().publicSchema()).equals(provisioner().publicSchema())) {
            throw TenantRefusedException.withinTenant(schema, what, binding.describe());
        }
    }

    private static void refuseWithoutTransaction(
            AbstractTenant tenant, String what, SharedSessionContractImplementor session) {
        if (!TenantTransaction.isActive(session)) {
            throw TenantRefusedException.withoutTransaction(SchemaName.of(tenant.getSchemaName()), what);
        }
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        ifTenant(event.getEntity(), tenant -> unitOf(event.getSession()).created(tenant));
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        if (event.getEntity() instanceof AbstractTenant tenant) {
            TenantEntityUpdate update = new TenantEntityUpdate(event);
            if (update.matters()) {
                refuseMalformedType(tenant);
                unitOf(event.getSession()).changed(tenant);
            }
        }
    }

    @Override
    public boolean onPreUpsert(PreUpsertEvent event) {
        ifTenant(event.getEntity(), tenant -> {
            throw TenantRefusedException.upserted(SchemaName.of(tenant.getSchemaName()));
        });
        return false;
    }

    @Override
    public void onPostUpdateCollection(PostCollectionUpdateEvent event) {
        onCollection(event, TenantUnitOfWork::changedDomains);
    }

    @Override
    public void onPostRecreateCollection(PostCollectionRecreateEvent event) {
        onCollection(event, TenantUnitOfWork::wroteDomains);
    }

    private void onCollection(AbstractCollectionEvent event, BiConsumer<TenantUnitOfWork, AbstractTenant> action) {
        // The event of a stateless session does not know its session. The collection does.
        if (event.getCollection() instanceof AbstractPersistentCollection<?> collection
                && collection.getSession() != null) {
            ifTenant(event.getAffectedOwnerOrNull(), tenant -> action.accept(unitOf(collection.getSession()), tenant));
        }
    }

    @Override
    public void onFlush(FlushEvent event) {
        beforeFlush(event.getSession());
    }

    @Override
    public void onAutoFlush(AutoFlushEvent event) {
        beforeFlush(event.getSession());
    }

    private void beforeFlush(EventSource session) {
        TenantUnitOfWork unit = find(session);
        if (unit != null) {
            unit.beforeFlush(session);
        }
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        ifTenant(event.getEntity(), tenant -> unitOf(event.getSession()).deleted(tenant));
    }

    @Override
    public boolean requiresPostCommitHandling(EntityPersister persister) {
        return false;
    }

    private SchemaProvisioner provisioner() {
        return provisioning.provisioner();
    }

    private TenantUnitOfWork unitOf(SharedSessionContractImplementor session) {
        TenantUnitOfWork unit = find(session);
        return unit == null || unit.isOver() ? begin(session) : unit;
    }

    private @Nullable TenantUnitOfWork find(SharedSessionContractImplementor session) {
        synchronized (units) {
            WeakReference<TenantUnitOfWork> reference = units.get(session);
            return reference == null ? null : reference.get();
        }
    }

    private TenantUnitOfWork begin(SharedSessionContractImplementor session) {
        TenantUnitOfWork unit = TenantUnitOfWork.begin(session, provisioning.lifecycle());
        synchronized (units) {
            units.put(session, new WeakReference<>(unit));
        }
        return unit;
    }

    private static void ifTenant(@Nullable Object entity, Consumer<AbstractTenant> action) {
        if (entity instanceof AbstractTenant tenant) {
            action.accept(tenant);
        }
    }
}
