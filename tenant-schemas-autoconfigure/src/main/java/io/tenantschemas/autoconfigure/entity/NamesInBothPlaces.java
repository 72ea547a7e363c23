package io.tenantschemas.autoconfigure.entity;

import java.util.Set;

/**
 * The tables that may exist in the public schema and in tenants' schemas alike, because their entities are both shared and
 * tenant-scoped.
 *
 * @param tables the names of the tables
 */
public record NamesInBothPlaces(Set<String> tables) {

    /** Copies the set. */
    public NamesInBothPlaces {
        tables = Set.copyOf(tables);
    }
}
