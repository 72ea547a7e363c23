package io.tenantschemas.isolationcheck.operation;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * A change of the tenant that has a name, from the moment at which nobody else may change it to the moment at which others
 * may. Finds out what is true when nobody says.
 */
final class LifeChange {

    private final Attempt attempt;

    private final Place place;

    private @Nullable Life life;

    LifeChange(Attempt attempt, Place place) {
        this.attempt = attempt;
        this.place = place;
        this.life = place.life();
    }

    /** Makes a tenant of that name, which is free. */
    Life create() {
        String stamp = UUID.randomUUID().toString();
        attempt.note("create " + place.name() + " with stamp " + stamp);
        attempt.world().expect(place.name(), stamp);
        try {
            attempt.node().tenancy().create(place.name(), stamp);
        } finally {
            life = attempt.side().idOf(stamp).map(attempt.world()::life).orElse(null);
        }
        if (life == null) {
            throw new Violation("A tenant was saved, and is not there: " + place.name());
        }
        attempt.counts().add("tenant created");
        return life;
    }

    /** Ends the tenant. */
    void drop(Life former) {
        attempt.note("drop " + former);
        former.changing();
        try {
            attempt.node().tenancy().drop(former, attempt.choices().oneIn(2));
        } finally {
            if (attempt.side().schemaOf(former.id()).isEmpty()) {
                attempt.world().remember(former.tenant());
                former.ended();
                life = null;
            } else {
                former.changed(former.tenant());
            }
        }
        if (life != null) {
            throw new Violation("A tenant was dropped, and is there: " + former);
        }
        attempt.counts().add("tenant dropped");
    }

    /** Gives the tenant another name, which nobody may change meanwhile. */
    void rename(Life renamed, LifeChange to) {
        attempt.note("rename " + renamed + " to " + to.place.name());
        Tenant before = renamed.tenant();
        renamed.changing();
        Tenant after = new Tenant(before.id(), to.place.name(), before.status(), before.domains());
        SchemaName now = before.schema();
        try {
            attempt.node().tenancy().rename(before.schema(), to.place.name());
        } finally {
            now = attempt.side().schemaOf(renamed.id()).map(SchemaName::of).orElse(now);
            boolean done = now.equals(after.schema());
            if (done) {
                attempt.world().remember(before);
                life = null;
                to.life = renamed;
            }
            renamed.changed(done ? after : before);
        }
        if (!now.equals(after.schema())) {
            throw new Violation("A tenant was renamed, and has its former name: " + renamed);
        }
        attempt.counts().add("tenant renamed");
    }

    /** Lets others change whose the name is. */
    void end() {
        place.changed(life);
    }
}
