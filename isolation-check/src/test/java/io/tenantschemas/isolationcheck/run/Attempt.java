package io.tenantschemas.isolationcheck.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.application.AuditLine;
import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Outcome;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.model.World;
import io.tenantschemas.tenant.Tenant;

/** An operation being done once. For one thread at a time. */
public final class Attempt {

    private final Round round;

    private final int writer;

    private final long number;

    private final Choices choices;

    private final History history;

    private final List<BooleanSupplier> watches = new ArrayList<>();

    private int markers;

    Attempt(Round round, int writer, long number, Choices choices, History history) {
        this.round = round;
        this.writer = writer;
        this.number = number;
        this.choices = choices;
        this.history = history;
    }

    public Choices choices() {
        return choices;
    }

    public Node node() {
        return round.node();
    }

    public World world() {
        return round.world();
    }

    public Counts counts() {
        return round.counts();
    }

    public Side side() {
        return round.side();
    }

    public int writer() {
        return writer;
    }

    /** Keeps a line for the report. */
    public void note(String line) {
        history.add("#" + number + " " + line);
    }

    String newMarker() {
        return "w%d-%d-%d".formatted(writer, number, markers++);
    }

    /** Chooses a name that tenants have. */
    public Place place() {
        return watched(choices.oneOf(world().places()));
    }

    /** Chooses a name that is not {@code other}. */
    public Place placeOtherThan(Place other) {
        List<Place> places = world().places();
        return watched(places.get((places.indexOf(other) + 1 + choices.below(places.size() - 1)) % places.size()));
    }

    /** Chooses a name that is not {@code other}, and that nobody has if there is one. */
    public Place freePlaceOtherThan(Place other) {
        List<Place> free = world().places().stream()
                .filter(place -> place != other && place.life() == null)
                .toList();
        return free.isEmpty() ? placeOtherThan(other) : watched(choices.oneOf(free));
    }

    private Place watched(Place place) {
        watches.add(place.watch());
        Life life = place.life();
        if (life != null) {
            watches.add(life.watch());
        }
        return place;
    }

    /** Keeps an eye on all tenants. */
    public void watchAll() {
        world().places().forEach(this::watched);
    }

    /** Returns whether everything that this attempt has to do with was the same all the time. */
    public boolean isSettled() {
        return watches.stream().allMatch(BooleanSupplier::getAsBoolean);
    }

    /** Does something bound to whoever has that name. */
    public void in(Place place, Runnable action) {
        BooleanSupplier same = watched(place).watch();
        note("bind " + place.name());
        boolean nobody = place.life() == null;
        boolean[] bound = {false};
        try {
            node().tenants().executeWithoutResult(place.name(), () -> {
                bound[0] = true;
                checkBound(place, same);
                action.run();
            });
        } catch (UnknownTenantException refused) {
            throw !bound[0] && nobody && same.getAsBoolean() ? new NobodyThere() : refused;
        }
    }

    private void checkBound(Place place, BooleanSupplier same) {
        Life expected = place.life();
        Life bound = bound();
        if (same.getAsBoolean() && bound != expected) {
            throw new Violation(
                    "The name '%s' is that of %s, but %s was bound.".formatted(place.name(), expected, bound));
        }
    }

    /** Does something bound to that tenant. */
    public void in(Tenant tenant, Runnable action) {
        Life life = world().life(tenant.id());
        if (life != null) {
            watches.add(life.watch());
        }
        note("bind " + tenant.describe());
        node().tenants().execute(tenant, () -> {
            action.run();
            return "";
        });
    }

    private Life bound() {
        Tenant tenant = TenantContext.current()
                .orElseThrow(() -> new Violation("A tenant was to be bound, and none is: " + TenantContext.binding()));
        Life life = world().life(tenant.id());
        if (life == null) {
            throw new Violation("Bound to a tenant that never was: " + tenant);
        }
        watches.add(life.watch());
        return life;
    }

    /** Begins a visit at the tenant that is bound. Who begins it settles it. */
    Visit visit() {
        return new Visit(this, world().begin(bound(), writer));
    }

    /** Does {@code steps} in a transaction of the tenant that is bound. */
    public void transaction(TransactionTemplate template, Ending ending, Consumer<Visit> steps) {
        Visit visit = visit();
        boolean[] reachedEnd = {false};
        try {
            template.executeWithoutResult(status -> {
                note("begin");
                steps.accept(visit);
                if (ending == Ending.EXCEPTION) {
                    throw new Deliberate();
                }
                if (ending == Ending.ROLLBACK) {
                    status.setRollbackOnly();
                }
                reachedEnd[0] = true;
            });
        } catch (Deliberate deliberate) {
            visit.settle(Outcome.ROLLED_BACK);
            return;
        } catch (RuntimeException | Error failure) {
            visit.settle(reachedEnd[0] && ending == Ending.COMMIT ? Outcome.UNKNOWN : Outcome.ROLLED_BACK);
            throw failure;
        }
        visit.settle(ending == Ending.COMMIT ? Outcome.COMMITTED : Outcome.ROLLED_BACK);
    }

    /** Does {@code steps} without a transaction, so that they only read. */
    public void reading(Consumer<Visit> steps) {
        Visit visit = visit();
        try {
            steps.accept(visit);
        } finally {
            visit.settle(Outcome.ROLLED_BACK);
        }
    }

    /** Writes one row without a transaction around it. */
    public void writingAlone(Access access) {
        if (access.needsTransaction()) {
            return;
        }
        Visit visit = visit();
        try {
            visit.insert(access, 1);
        } catch (RuntimeException | Error failure) {
            visit.settle(Outcome.UNKNOWN);
            throw failure;
        }
        // The pool rolls back what nobody committed.
        visit.settle(
                node().pool().autoCommit() || access.hasOwnTransaction() ? Outcome.COMMITTED : Outcome.ROLLED_BACK);
    }

    /**
     * Does {@code work} in a transaction that it makes itself. It runs what it is given right before it commits.
     */
    public void byHand(BiConsumer<Visit, Runnable> work) {
        Visit visit = visit();
        boolean[] committing = {false};
        try {
            work.accept(visit, () -> committing[0] = true);
        } catch (RuntimeException | Error failure) {
            visit.settle(committing[0] ? Outcome.UNKNOWN : Outcome.ROLLED_BACK);
            throw failure;
        }
        visit.settle(committing[0] ? Outcome.COMMITTED : Outcome.ROLLED_BACK);
    }

    /** Writes into the shared table in a transaction of no tenant. */
    public void sharedTransaction(TransactionTemplate template) {
        String marker = newMarker();
        boolean[] committing = {false};
        try {
            template.executeWithoutResult(status -> {
                node().entities().persist(new AuditLine(marker, 0));
                node().entities().flush();
                committing[0] = true;
            });
        } catch (RuntimeException failure) {
            if (committing[0]) {
                world().audits().unknown(Map.of(marker, 0L));
            }
            throw failure;
        }
        world().audits().committed(Map.of(marker, 0L));
    }

    /** Makes sure that the thread, which is bound to no tenant, sees no tenant's table. */
    public void checkNoTenantInReach() {
        List<String> seen = node().jdbc()
                .sql("SELECT current_schema() || ' ' || coalesce(to_regclass('entry')::text, 'nothing')")
                .query(String.class)
                .list();
        if (!seen.equals(List.of("public nothing"))) {
            throw new Violation("No tenant is bound, and yet a table of one is in reach: " + seen);
        }
        try {
            node().jdbc().sql("SELECT count(*) FROM entry").query(Integer.class).single();
        } catch (BadSqlGrammarException expected) {
            counts().add("refused, as it must be: a tenant's table without a tenant");
            return;
        }
        throw new Violation("No tenant is bound, and yet the rows of one are in reach.");
    }

    /** Returns how a transaction ends. */
    public Ending ending() {
        return choices.oneOf(Ending.COMMIT, Ending.COMMIT, Ending.COMMIT, Ending.ROLLBACK, Ending.EXCEPTION);
    }
}
