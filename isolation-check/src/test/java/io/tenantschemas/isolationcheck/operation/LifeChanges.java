package io.tenantschemas.isolationcheck.operation;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.tenant.SchemaName;

/** Makes and ends tenants, and finds out what is true when nobody says. */
final class LifeChanges {

    private final Attempt attempt;

    LifeChanges(Attempt attempt) {
        this.attempt = attempt;
    }

    /** Makes a tenant of that name, which is free. */
    Life create(SchemaName name) {
        String stamp = UUID.randomUUID().toString();
        attempt.note("create " + name + " with stamp " + stamp);
        attempt.world().expect(name, stamp);
        try {
            attempt.node().tenancy().create(name, stamp);
        } catch (RuntimeException failure) {
            throw new Interrupted(made(stamp), failure);
        }
        Life life = made(stamp);
        if (life == null) {
            throw new Violation("A tenant was saved, and is not there: " + name);
        }
        attempt.counts().add("tenant created");
        return life;
    }

    private @Nullable Life made(String stamp) {
        return attempt.side().idOf(stamp).map(attempt.world()::life).orElse(null);
    }

    /** Ends a tenant. */
    @Nullable
    Life drop(Life life) {
        attempt.note("drop " + life);
        life.changing();
        try {
            attempt.node().tenancy().drop(life);
        } catch (RuntimeException failure) {
            throw new Interrupted(endedOrNot(life), failure);
        }
        if (endedOrNot(life) != null) {
            throw new Violation("A tenant was dropped, and is there: " + life);
        }
        attempt.counts().add("tenant dropped");
        return null;
    }

    private @Nullable Life endedOrNot(Life life) {
        if (attempt.side().schemaOf(life.id()).isPresent()) {
            life.changed(life.tenant());
            return life;
        }
        attempt.world().remember(life.tenant());
        life.ended();
        return null;
    }

    /** Thrown when a change failed, with the tenant that has the name now. */
    static final class Interrupted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient @Nullable Life life;

        private final RuntimeException cause;

        Interrupted(@Nullable Life life, RuntimeException cause) {
            super(cause);
            this.life = life;
            this.cause = cause;
        }

        @Nullable
        Life life() {
            return life;
        }

        RuntimeException cause() {
            return cause;
        }
    }
}
