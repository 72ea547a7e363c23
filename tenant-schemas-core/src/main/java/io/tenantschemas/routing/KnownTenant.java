package io.tenantschemas.routing;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.Tenant;

/** What the server said of a tenant, and when somebody last relied on it. */
final class KnownTenant {

    /** At this age of an answer it is asked for ahead. */
    private static final long AGED = TimeUnit.MILLISECONDS.toNanos(750);

    /** A tenant of whom nothing was wanted for that long is left to ask by itself. */
    private static final long IN_USE = TimeUnit.SECONDS.toNanos(3);

    /** So often the use is written down, where many threads rely on one answer. */
    private static final long NOTED = TimeUnit.MILLISECONDS.toNanos(100);

    private final Tenant tenant;

    private final Inquiry inquiry;

    private final boolean namesCount;

    private final Expressions expressions;

    private final long migration;

    private volatile long usedAt;

    private KnownTenant(
            Tenant tenant, Inquiry inquiry, boolean namesCount, Expressions expressions, long migration, long usedAt) {
        this.tenant = tenant;
        this.inquiry = inquiry;
        this.namesCount = namesCount;
        this.expressions = expressions;
        this.migration = migration;
        this.usedAt = usedAt;
    }

    /**
     * Returns what was answered.
     *
     * @param inquiry when it was asked, and what else it depends on
     * @param migration the last migration that came before all of it was asked
     */
    static KnownTenant of(Tenant tenant, boolean namesCount, Inquiry inquiry, Expressions expressions, long migration) {
        return new KnownTenant(tenant, inquiry, namesCount, expressions, migration, inquiry.at());
    }

    /** Returns the same as it was confirmed later, when nothing was asked of the expressions. */
    KnownTenant confirmed(Inquiry later, boolean namesCountThen) {
        return new KnownTenant(tenant, later.withPath(inquiry.path()), namesCountThen, expressions, migration, usedAt);
    }

    Tenant tenant() {
        return tenant;
    }

    Expressions expressions() {
        return expressions;
    }

    /** Returns whether the tenant needs its path: the schema holds what is found by it, or finds others by it. */
    boolean pathCounts() {
        return namesCount || expressions.count();
    }

    /** Returns whether the schema was migrated since, so that it may hold something else. */
    boolean isBefore(MigratedSchemas migrated) {
        return migrated.wereAfter(migration, tenant.schema());
    }

    /** Returns whether nothing has to be asked for {@code now}. */
    boolean isGoodFor(Inquiry now) {
        return now.isLeftOutAfter(inquiry);
    }

    /** Takes note that somebody wants to rely on it. */
    void use(Inquiry now) {
        if (now.at() - usedAt >= NOTED) {
            usedAt = now.at();
        }
    }

    /** Returns how long ago that was asked, in nanoseconds. */
    long ageAt(Inquiry now) {
        return now.at() - inquiry.at();
    }

    /** Returns whether it is time for {@code now} to ask ahead. */
    boolean isAgedAt(Inquiry now) {
        return now.heard() > inquiry.heard() || ageAt(now) >= AGED;
    }

    /** Returns whether asking ahead is worth it, and enough: the expressions are not part of that. */
    boolean isWorthAskingAt(Inquiry now) {
        return now.at() - usedAt < IN_USE && expressions.ifGoodAt(now.at()) != null;
    }

    /**
     * What the server said of the expressions that it keeps of a tenant's tables.
     *
     * @param count whether they ask for the path
     * @param at when that was
     */
    record Expressions(boolean count, long at) {

        private static final long GOOD_FOR = TimeUnit.MINUTES.toNanos(1);

        /** Returns this if it is still good at that time, or null. */
        @Nullable
        Expressions ifGoodAt(long time) {
            return time - at < GOOD_FOR ? this : null;
        }
    }
}
