package io.tenantschemas.isolationcheck.operation;

import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** Tenants come and go. */
public final class LifeCycle implements Operation {

    @Override
    public void run(Attempt attempt) {
        change(attempt, attempt.place(), !attempt.choices().oneIn(4));
    }

    /** Makes a tenant of a name that nobody has yet. */
    public void begin(Attempt attempt, Place place) {
        change(attempt, place, true);
    }

    private static void change(Attempt attempt, Place place, boolean again) {
        if (!place.tryChange()) {
            return;
        }
        Life life = place.life();
        LifeChanges changes = new LifeChanges(attempt);
        try {
            if (life != null) {
                life = changes.drop(life);
            }
            if (life == null && again) {
                life = changes.create(place.name());
            }
        } catch (LifeChanges.Interrupted interrupted) {
            life = interrupted.life();
            throw interrupted.cause();
        } finally {
            place.changed(life);
        }
    }
}
