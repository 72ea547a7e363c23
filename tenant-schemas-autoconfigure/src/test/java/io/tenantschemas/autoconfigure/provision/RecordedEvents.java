package io.tenantschemas.autoconfigure.provision;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.context.event.EventListener;
import org.springframework.transaction.event.TransactionalEventListener;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.provision.TenantCreated;
import io.tenantschemas.provision.TenantDropped;
import io.tenantschemas.provision.TenantRenamed;
import io.tenantschemas.provision.TenantStatusChanged;

/** Listens to everything. */
class RecordedEvents {

    /** An event of the application's own, as a seeding service may publish it. */
    record Seeded(String text) {}

    private final List<String> recorded = new CopyOnWriteArrayList<>();

    volatile boolean failing;

    /** What is done, once, when a status has changed. */
    private final AtomicReference<Runnable> whenStatusChanges = new AtomicReference<>();

    void onceStatusChanges(Runnable action) {
        whenStatusChanges.set(action);
    }

    List<String> recorded() {
        return List.copyOf(recorded);
    }

    void clear() {
        failing = false;
        whenStatusChanges.set(null);
        recorded.clear();
    }

    void record(String text) {
        recorded.add(text);
    }

    @EventListener
    void on(TenantCreated event) {
        record("created " + event.tenant().schema());
        if (failing) {
            throw new IllegalStateException("the listener failed");
        }
    }

    @EventListener
    void on(TenantDropped event) {
        record((event.schemaKept() ? "deleted " : "dropped ") + event.tenant().schema());
    }

    @EventListener
    void on(TenantRenamed event) {
        record("renamed " + event.before().schema() + " " + event.after().schema());
    }

    @EventListener
    void on(TenantStatusChanged event) {
        record(event.before().status() + " " + event.after().status() + " "
                + event.after().schema());
        Runnable action = whenStatusChanges.getAndSet(null);
        if (action != null) {
            action.run();
        }
    }

    @TransactionalEventListener
    void afterCommit(TenantRenamed event) {
        record("committed " + event.after().schema());
    }

    @TransactionalEventListener
    void afterCommit(TenantCreated event) {
        record("committed " + event.tenant().schema());
    }

    @TransactionalEventListener
    void afterCommit(Seeded event) {
        record("seeded " + event.text() + " in " + TenantContext.currentSchema());
    }
}
