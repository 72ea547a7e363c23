package io.tenantschemas.isolationcheck.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Everything that must be in the database. Safe for use by several threads. */
public final class World {

    private static final int REMEMBERED = 50;

    private final List<Place> places;

    private final Map<Long, Life> lives = new ConcurrentHashMap<>();

    private final Map<SchemaName, String> expected = new ConcurrentHashMap<>();

    private final Audits audits = new Audits();

    private final Deque<Tenant> former = new ArrayDeque<>();

    /** Creates a world without tenants in which they can have these names. */
    public World(String... names) {
        this.places = Stream.of(names).map(SchemaName::of).map(Place::new).toList();
    }

    public List<Place> places() {
        return places;
    }

    public Audits audits() {
        return audits;
    }

    /** Returns the tenants that are there. */
    public Collection<Life> present() {
        return places.stream()
                .map(Place::life)
                .<Life>mapMulti((life, found) -> {
                    if (life != null) {
                        found.accept(life);
                    }
                })
                .toList();
    }

    /** Says that a tenant of that name is about to be made. */
    public void expect(SchemaName name, String stamp) {
        expected.put(name, stamp);
    }

    /** Takes in a tenant that is being made: from its commit on anybody may meet it, before its maker is told. */
    public Life appear(Tenant tenant) {
        String stamp = expected.get(tenant.schema());
        if (stamp == null) {
            throw new Violation("A tenant was made that nobody asked for: " + tenant);
        }
        Life life = new Life(tenant, stamp);
        if (lives.putIfAbsent(tenant.id(), life) != null) {
            throw new Violation("The id of a tenant was used again: " + tenant);
        }
        return life;
    }

    /** Returns the tenant with that id, or null if there never was one. */
    public @Nullable Life life(long id) {
        return lives.get(id);
    }

    /** Keeps a description that is not true any more, for those who work with it all the same. */
    public void remember(Tenant tenant) {
        synchronized (former) {
            former.addLast(tenant);
            if (former.size() > REMEMBERED) {
                former.removeFirst();
            }
        }
    }

    /** Returns descriptions that are not true any more. */
    public List<Tenant> former() {
        synchronized (former) {
            return new ArrayList<>(former);
        }
    }

    public Change begin(Life life, int writer) {
        return new Change(this, life, writer);
    }
}
