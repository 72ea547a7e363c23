package io.tenantschemas.migrate;

import java.util.List;
import java.util.stream.Collectors;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when names that belong to the tenants exist where every tenant can see them. */
public final class NameCollisionException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient List<NameCollision> collisions;

    NameCollisionException(String owner, List<NameCollision> collisions) {
        super(
                ("%s: a tenant that lacks its own would read and write there, as if it were its own. Put them out of reach, for"
                                + " example with: CREATE SCHEMA IF NOT EXISTS \"%s\"; %s%nIf the name is meant to exist in both places,"
                                + " mark its entity with both @Shared and @TenantScoped.")
                        .formatted(
                                found(owner, collisions),
                                FallThroughCheck.OUT_OF_REACH,
                                collisions.stream().map(NameCollision::remedy).collect(Collectors.joining(" "))));
        this.collisions = List.copyOf(collisions);
    }

    private static String found(String owner, List<NameCollision> collisions) {
        return collisions.stream()
                .map(NameCollision::describe)
                .collect(Collectors.joining(", ", "Names of " + owner + " exist in sight of every tenant (", ")"));
    }

    /** Returns what exists where every tenant can see it. */
    public List<NameCollision> collisions() {
        return collisions;
    }
}
