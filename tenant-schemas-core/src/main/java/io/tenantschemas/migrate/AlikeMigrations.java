package io.tenantschemas.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.tenant.SchemaName;

/** Migrates one of those that are alike, and settles the others by what became of it. */
final class AlikeMigrations {

    /** So many of those that are alike are tried one after the other, until nobody is in the way of one. */
    private static final int CANDIDATES = 3;

    private final MigrationSteps steps;

    private final MigrationWorkers workers;

    private final MigrationListener listener;

    private final Map<MigrationTarget, SchemaMigrationResult> results;

    /**
     * Creates one that has done nothing.
     *
     * @param results where results are added
     */
    AlikeMigrations(
            MigrationSteps steps,
            MigrationWorkers workers,
            MigrationListener listener,
            Map<MigrationTarget, SchemaMigrationResult> results) {
        this.steps = steps;
        this.workers = workers;
        this.listener = listener;
        this.results = results;
    }

    /**
     * Settles as many as it can.
     *
     * @param isFirst whether nothing was tried before
     * @return those that each have to be tried
     * @throws DatabaseUnreachableException if nothing was tried before, and there is no connection to be had
     */
    List<MigrationTarget> run(List<MigrationTarget> targets, boolean isFirst) {
        List<AlikeTargets> groups = groups(targets, isFirst);
        List<MigrationTarget> left = new ArrayList<>();
        for (int round = 1; !groups.isEmpty(); round++) {
            groups = migrateOneOfEach(groups, round == CANDIDATES, left);
        }
        return left;
    }

    /**
     * Migrates the first of each group, and settles the others by what became of it.
     *
     * @param isLastRound whether those are left that somebody is in the way of, with the others of their groups
     * @param left where those are added that each have to be tried
     * @return the groups without their first, of whom somebody was in the way
     */
    private List<AlikeTargets> migrateOneOfEach(
            List<AlikeTargets> groups, boolean isLastRound, List<MigrationTarget> left) {
        List<Optional<SchemaMigrationResult>> firsts = workers.migrateUnlessBusy(
                groups.stream().map(AlikeTargets::first).toList());
        List<AlikeTargets> open = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            AlikeTargets group = groups.get(i);
            SchemaMigrationResult first = firsts.get(i).orElse(null);
            if (first != null) {
                results.put(first.target(), first);
                left.addAll(settle(group, first));
            } else {
                left.add(group.first());
                if (isLastRound || workers.isOver() || group.others().isEmpty()) {
                    left.addAll(group.others());
                } else {
                    open.add(new AlikeTargets(group.others(), group.state()));
                }
            }
        }
        return open;
    }

    private List<AlikeTargets> groups(List<MigrationTarget> targets, boolean isFirst) {
        if (targets.isEmpty() || workers.isOver() || Thread.currentThread().isInterrupted()) {
            return alone(targets);
        }
        try {
            return steps.alike(targets);
        } catch (DatabaseUnreachableException unreachable) {
            if (isFirst && !Thread.currentThread().isInterrupted()) {
                // Nothing can be tried.
                throw unreachable;
            }
            return alone(targets);
        }
    }

    private static List<AlikeTargets> alone(List<MigrationTarget> targets) {
        return targets.stream().map(AlikeTargets::alone).toList();
    }

    /** Gives the others the result of the first of them where it must be theirs, and returns those that are left. */
    private List<MigrationTarget> settle(AlikeTargets group, SchemaMigrationResult first) {
        Set<SchemaName> left = left(group, first);
        List<MigrationTarget> unsettled = new ArrayList<>();
        for (MigrationTarget other : group.others()) {
            if (left.contains(other.schema())) {
                unsettled.add(other);
            } else {
                SchemaMigrationResult result = first instanceof Pending pending
                        ? new Pending(other, pending.version(), pending.migrations())
                        : new UpToDate(other, ((UpToDate) first).version());
                results.put(other, result);
                listener.finished(result);
            }
        }
        return unsettled;
    }

    private Set<SchemaName> left(AlikeTargets group, SchemaMigrationResult first) {
        List<SchemaName> others =
                group.others().stream().map(MigrationTarget::schema).toList();
        if (others.isEmpty()) {
            return Set.of();
        }
        if (!(first instanceof Pending || first instanceof UpToDate) || !isStillLike(group)) {
            return Set.copyOf(others);
        }
        return first instanceof Pending ? Set.of() : steps.suspects(others);
    }

    /** Returns whether the first is as it was: another process may have migrated it meanwhile, and nobody else yet. */
    private boolean isStillLike(AlikeTargets group) {
        List<AlikeTargets> now = groups(List.of(group.first()), false);
        return now.get(0).state().equals(group.state());
    }
}
