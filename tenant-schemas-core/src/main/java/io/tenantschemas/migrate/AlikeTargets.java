package io.tenantschemas.migrate;

import java.util.List;

import org.springframework.util.Assert;

/**
 * Tenants' schemas that are in the same state, and of one type: if there is nothing to do in one of them there is nothing to do in any, and what is
 * pending in one is pending in all.
 *
 * @param targets the schemas, at least one
 * @param state what they have in common; another as soon as they are in another state
 */
public record AlikeTargets(List<MigrationTarget> targets, Object state) {

    /** Checks that there is one, and copies the list. */
    public AlikeTargets {
        Assert.notEmpty(targets, "'targets' must not be empty");
        Assert.notNull(state, "'state' must not be null");
        targets = List.copyOf(targets);
    }

    /** Returns a schema of which it is not known whether any other is like it. */
    public static AlikeTargets alone(MigrationTarget target) {
        return new AlikeTargets(List.of(target), new Object());
    }

    MigrationTarget first() {
        return targets.get(0);
    }

    List<MigrationTarget> others() {
        return targets.subList(1, targets.size());
    }
}
