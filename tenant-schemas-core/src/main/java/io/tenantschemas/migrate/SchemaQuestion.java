package io.tenantschemas.migrate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.SchemaReadiness.State;
import io.tenantschemas.tenant.Tenant;

/** The question whether a tenant's schema is current, and what came of it. Answered once. */
final class SchemaQuestion {

    private final long tenantId;

    private final MigrationTarget target;

    private final @Nullable State before;

    private final boolean wasBehind;

    private final CountDownLatch answered = new CountDownLatch(1);

    private volatile @Nullable Answer answer;

    private volatile long wantedAt;

    /**
     * Creates a question that is open.
     *
     * @param before the answer to the same question a moment ago, or null when there was none
     * @param wasBehind whether the schema was behind when that was last found out
     */
    SchemaQuestion(Tenant tenant, @Nullable State before, boolean wasBehind) {
        this.tenantId = tenant.id();
        this.target = MigrationTarget.of(tenant);
        this.before = before;
        this.wasBehind = wasBehind;
    }

    /** Returns whether it is about that tenant as it is, not about another one that had the same name, or when it was of another type. */
    boolean isOf(Tenant tenant) {
        return tenantId == tenant.id() && target.type().equals(tenant.type());
    }

    MigrationTarget target() {
        return target;
    }

    boolean isOpen() {
        return answer == null;
    }

    boolean isAskedForTheFirstTime() {
        return before == null;
    }

    /** Answers it, unless it was answered before. */
    synchronized void answer(State state, long now) {
        if (isOpen()) {
            answer = new Answer(state, now);
            answered.countDown();
        }
    }

    /** Waits for an answer, but no longer than that, and returns whether there is one. */
    boolean await(long nanos) throws InterruptedException {
        return answered.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Returns the answer, or what it was before for as long as there is none. */
    State state() {
        Answer known = answer;
        if (known != null) {
            return known.state();
        }
        return before == null ? State.UNKNOWN : before;
    }

    /** Returns whether the schema was behind when that was last found out. */
    boolean wasBehind() {
        Answer known = answer;
        if (known == null || known.state() == State.UNKNOWN) {
            return wasBehind;
        }
        return known.state() == State.BEHIND;
    }

    /** Takes note that somebody wants to know. */
    void want(long now) {
        wantedAt = now;
    }

    /** Returns whether somebody has wanted to know within that time. */
    boolean wasWantedWithin(long age, long now) {
        return now - wantedAt <= age;
    }

    /** Returns whether there is an answer that may be another by now: what is current remains so until somebody says otherwise. */
    boolean isDue(long now, long lifetime) {
        Answer known = answer;
        return known != null && known.state() != State.CURRENT && now - known.at() >= lifetime;
    }

    /** Returns whether the answer is not older than that. */
    boolean wasAnsweredWithin(long age, long now) {
        Answer known = answer;
        return known != null && now - known.at() <= age;
    }

    private record Answer(State state, long at) {}
}
