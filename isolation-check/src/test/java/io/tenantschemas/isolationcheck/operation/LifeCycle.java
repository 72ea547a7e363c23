package io.tenantschemas.isolationcheck.operation;

import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** Tenants come, go and change their names; the names are used again. */
public final class LifeCycle implements Operation {

    @Override
    public void run(Attempt attempt) {
        Place place = attempt.place();
        int kind = attempt.choices().below(6);
        if (!place.tryChange()) {
            return;
        }
        LifeChange change = new LifeChange(attempt, place);
        try {
            Life life = place.life();
            if (life == null) {
                change.create();
            } else if (kind == 0) {
                change.drop(life);
            } else if (kind < 3) {
                change.drop(life);
                change.create();
            } else {
                rename(attempt, change, life, attempt.freePlaceOtherThan(place));
            }
        } finally {
            change.end();
        }
    }

    private static void rename(Attempt attempt, LifeChange change, Life life, Place to) {
        if (!to.tryChange()) {
            return;
        }
        LifeChange other = new LifeChange(attempt, to);
        try {
            if (to.life() == null) {
                change.rename(life, other);
            }
        } finally {
            other.end();
        }
    }

    /** Makes a tenant of a name that nobody has yet. */
    public static void begin(Attempt attempt, Place place) {
        if (place.tryChange()) {
            LifeChange change = new LifeChange(attempt, place);
            try {
                change.create();
            } finally {
                change.end();
            }
        }
    }
}
