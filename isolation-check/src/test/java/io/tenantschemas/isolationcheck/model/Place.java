package io.tenantschemas.isolationcheck.model;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;

/** A name that tenants have, one after the other. */
public final class Place {

    private final SchemaName name;

    private final ReentrantLock changes = new ReentrantLock();

    private final Changing changing = new Changing();

    private volatile @Nullable Life life;

    Place(SchemaName name) {
        this.name = name;
    }

    public SchemaName name() {
        return name;
    }

    /** Returns the tenant that has the name, or null when none has, or when none has it for sure. */
    public @Nullable Life life() {
        return life;
    }

    /** Returns what tells from now on whether the name has had the same tenant, or none, all the time since. */
    public BooleanSupplier watch() {
        return changing.watch();
    }

    /** Lets the calling thread change whose the name is, unless another does. */
    public boolean tryChange() {
        if (!changes.tryLock()) {
            return false;
        }
        changing.begin();
        return true;
    }

    /** Ends a change. */
    public void changed(@Nullable Life now) {
        life = now;
        changing.end();
        changes.unlock();
    }
}
