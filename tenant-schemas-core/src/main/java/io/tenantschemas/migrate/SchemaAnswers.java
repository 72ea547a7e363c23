package io.tenantschemas.migrate;

import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.SchemaReadiness.State;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * What is known of tenants' schemas, as the questions that led to it. An answer to a question that was forgotten meanwhile reaches
 * those who wait for it and nobody else.
 */
final class SchemaAnswers {

    private static final long LIFETIME = TimeUnit.SECONDS.toNanos(1);

    private static final long GOOD_FOR_A_MOMENT = TimeUnit.SECONDS.toNanos(10);

    private static final long COUNTED = TimeUnit.MINUTES.toNanos(10);

    private final ConcurrentMap<SchemaName, SchemaQuestion> questions = new ConcurrentHashMap<>();

    private final int room;

    private final LongSupplier nanoTime;

    /** Creates them without knowing anything. There is room for as many schemas as that. */
    SchemaAnswers(int room, LongSupplier nanoTime) {
        this.room = room;
        this.nanoTime = nanoTime;
    }

    /** Returns the question about a tenant's schema: a new one if there is none yet, or only one whose answer may be out of date. */
    SchemaQuestion of(Tenant tenant) {
        SchemaQuestion known = questions.get(tenant.schema());
        SchemaQuestion question = known != null && isGood(known, tenant) ? known : another(tenant);
        if (question.state() != State.CURRENT) {
            // Who is current is not counted, and costs nothing.
            question.want(nanoTime.getAsLong());
        }
        return question;
    }

    private SchemaQuestion another(Tenant tenant) {
        makeRoom();
        return questions.compute(
                tenant.schema(),
                (schema, known) -> known != null && isGood(known, tenant)
                        ? known
                        : new SchemaQuestion(tenant, before(known, tenant), wasBehind(known, tenant)));
    }

    private boolean isGood(SchemaQuestion known, Tenant tenant) {
        return known.isOf(tenant) && !known.isDue(nanoTime.getAsLong(), LIFETIME);
    }

    /** Returns what is as good as an answer for a moment: nobody waits for a better one then. */
    private @Nullable State before(@Nullable SchemaQuestion known, Tenant tenant) {
        return known != null
                        && known.isOf(tenant)
                        && known.state() == State.BEHIND
                        && known.wasAnsweredWithin(GOOD_FOR_A_MOMENT, nanoTime.getAsLong())
                ? State.BEHIND
                : null;
    }

    private static boolean wasBehind(@Nullable SchemaQuestion known, Tenant tenant) {
        return known != null && known.isOf(tenant) && known.wasBehind();
    }

    private void makeRoom() {
        Iterator<SchemaName> any = questions.keySet().iterator();
        while (questions.size() >= room && any.hasNext()) {
            any.next();
            any.remove();
        }
    }

    void forget(Collection<SchemaName> schemas) {
        schemas.forEach(questions::remove);
    }

    void forgetAll() {
        questions.clear();
    }

    /** Returns how many were behind when that was last found out, of those that somebody wanted to know about of late. */
    int behind() {
        long now = nanoTime.getAsLong();
        return (int) questions.values().stream()
                .filter(question -> question.wasBehind() && question.wasWantedWithin(COUNTED, now))
                .count();
    }

    int size() {
        return questions.size();
    }
}
