package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * What one database said of its tenants, and when it is asked again. Whoever comes while an answer is about to get old asks ahead,
 * about all tenants in use whose answers are, so that hardly anybody has to wait for a question of their own.
 */
final class KnownTenants {

    private static final Log logger = LogFactory.getLog(KnownTenants.class);

    /** Of so many tenants at most, of more than are asked for within the second for which an answer is good. */
    private static final int REMEMBERED = 10_000;

    /** About so many at once: one request waits for the answer. */
    private static final int ASKED_AT_ONCE = 100;

    /** For how long nobody asks ahead after somebody began to. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    /** For how long nobody asks ahead while somebody waits for an answer, or after there was none. */
    private static final long LONG_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final MigratedSchemas migrated;

    private final Map<Long, KnownTenant> tenants = new ConcurrentHashMap<>();

    private final AtomicReference<@Nullable Round> last = new AtomicReference<>();

    private final AtomicBoolean toldOfPath = new AtomicBoolean();

    /** As what the server says of tenants whose schemas are among these, or will be. */
    KnownTenants(MigratedSchemas migrated) {
        this.migrated = migrated;
    }

    /** Returns what was said last of the tenant, since it has its schema's name and since its last migration, or null. */
    @Nullable
    KnownTenant get(Tenant tenant) {
        KnownTenant known = tenants.get(tenant.id());
        return known == null || !known.tenant().schema().equals(tenant.schema()) || known.isBefore(migrated)
                ? null
                : known;
    }

    KnownTenant remember(KnownTenant known) {
        if (tenants.size() >= REMEMBERED) {
            tenants.clear();
        }
        tenants.put(known.tenant().id(), known);
        tell(known);
        return known;
    }

    /** Returns how many of them are pointed at their paths. */
    long byPath() {
        return tenants.values().stream().filter(KnownTenant::pathCounts).count();
    }

    /** Returns whether the caller, and nobody else for a while, is to ask ahead because of that answer. */
    boolean isToBeAskedAhead(KnownTenant known, Inquiry now) {
        if (now.heard() < 0 || !isDue(known, now)) {
            return false;
        }
        Round before = last.get();
        return (before == null || before.isOverAt(now)) && last.compareAndSet(before, new Round(now));
    }

    /**
     * Asks about the tenant of the caller and others in use whose answers get old, oldest first. About one that is gone, or whose
     * schema is, nothing is known afterwards, and where there is no answer nothing changes, so that its next request asks by
     * itself.
     *
     * @param now when this is, and what the answers depend on
     * @return whether there was an answer
     */
    boolean askAhead(KnownTenant caller, Connection connection, TenantQuestion question, Inquiry now) {
        Round round = last.get();
        try {
            question.askAbout(due(caller, now), connection, answer -> confirm(answer, now));
            if (round != null) {
                round.end();
            }
            return true;
        } catch (SQLException failure) {
            // Whoever asks about its own tenant alone meets what is wrong with that.
            logger.debug("Could not ask about the tenants in use.", failure);
            return false;
        }
    }

    private List<Tenant> due(KnownTenant caller, Inquiry now) {
        Stream<KnownTenant> others = tenants.values().stream()
                .filter(each -> each != caller && isDue(each, now))
                .sorted(Comparator.comparingLong(each -> -each.ageAt(now)))
                .limit(ASKED_AT_ONCE - 1);
        return Stream.concat(Stream.of(caller), others).map(KnownTenant::tenant).toList();
    }

    private boolean isDue(KnownTenant known, Inquiry now) {
        return known.isAgedAt(now) && known.isWorthAskingAt(now) && !known.isBefore(migrated);
    }

    /** Takes note of what was answered when it was asked ahead. */
    void confirm(Confirmation answer, Inquiry asked) {
        KnownTenant confirmed = tenants.computeIfPresent(answer.id(), (id, known) -> {
            // Somebody else asked meanwhile, under another name perhaps: that answer stays.
            if (!known.isAgedAt(asked) || !known.tenant().schema().equals(answer.schema())) {
                return known;
            }
            return answer.isThere() ? known.confirmed(asked, answer.namesCount()) : null;
        });
        if (confirmed != null) {
            tell(confirmed);
        }
    }

    private void tell(KnownTenant known) {
        if (known.pathCounts() && !toldOfPath.getAndSet(true)) {
            logger.info(
                    ("Connections for tenant '%s' are pointed at its path, because its schema holds what is found by it or"
                                    + " finds other names by it: routines, triggers, types, or expressions that ask for the path. Of"
                                    + " further such tenants nothing is logged.")
                            .formatted(known.tenant().schema()));
        }
    }

    /**
     * What the server said of a tenant when it was asked ahead.
     *
     * @param id whose
     * @param schema under which name
     * @param isThere whether it has its row, and its schema may be used
     * @param namesCount whether the schema holds what is found by the path, or finds others by it
     */
    record Confirmation(long id, SchemaName schema, boolean isThere, boolean namesCount) {}

    /** Somebody who asks ahead. */
    private static final class Round {

        private final Inquiry begin;

        private volatile boolean ended;

        Round(Inquiry begin) {
            this.begin = begin;
        }

        void end() {
            ended = true;
        }

        boolean isOverAt(Inquiry now) {
            return now.at() - begin.at() >= (ended ? PAUSE : LONG_PAUSE);
        }
    }
}
