package io.tenantschemas.migrate;

import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;

/**
 * Publishes as application events how runs get on and what becomes of tenants in them. What happens while the application's beans are made is
 * published once they are: whoever hears of it may need beans that wait for the migrations.
 */
public final class MigrationEvents implements MigrationListener, SmartInitializingSingleton {

    private static final Log logger = LogFactory.getLog(MigrationEvents.class);

    private final ApplicationEventPublisher publisher;

    private final List<Object> held = new ArrayList<>();

    private boolean isReady;

    /** Creates a listener that publishes there. */
    public MigrationEvents(ApplicationEventPublisher publisher) {
        Assert.notNull(publisher, "'publisher' must not be null");
        this.publisher = publisher;
    }

    @Override
    public void started(MigrationScope scope, int schemas) {
        publish(new MigrationRunStarted(scope, schemas));
    }

    @Override
    public void ended(MigrationReport report) {
        publish(new MigrationRunEnded(report));
    }

    @Override
    public void putOff(MigrationTarget target, MigrationFailure failure) {
        if (!target.isShared()) {
            publish(new TenantMigrationPutOff(target, failure));
        }
    }

    @Override
    public void finished(SchemaMigrationResult result) {
        if (result.target().isShared()) {
            return;
        }
        if (result instanceof Migrated migrated) {
            publish(new TenantMigrated(migrated));
        } else if (result instanceof Failed failed) {
            publish(new TenantMigrationFailed(failed));
        }
    }

    private void publish(Object event) {
        synchronized (held) {
            if (!isReady) {
                held.add(event);
                return;
            }
        }
        publisher.publishEvent(event);
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<Object> events;
        synchronized (held) {
            isReady = true;
            events = List.copyOf(held);
            held.clear();
        }
        events.forEach(this::publishLate);
    }

    private void publishLate(Object event) {
        try {
            publisher.publishEvent(event);
        } catch (RuntimeException | LinkageError | AssertionError failure) {
            // All is migrated by now, and the application starts without whoever that was.
            logger.warn("A listener of migrations failed.", failure);
        }
    }
}
