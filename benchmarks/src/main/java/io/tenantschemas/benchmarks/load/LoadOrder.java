package io.tenantschemas.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * What is to be asked for.
 *
 * @param port where
 * @param tenants how many tenants there are
 * @param distribution how often which of them is asked for
 * @param owner whose rows each answer has to have; those of the tenant that was asked for, if null
 * @param variants in how many wordings the application asks the database
 * @param connections how many requests are under way at the same time
 * @param millis for how long
 * @param requests how many requests each connection makes at most
 * @param seed where choices come from
 */
public record LoadOrder(
        int port,
        int tenants,
        Distribution distribution,
        @Nullable String owner,
        int variants,
        int connections,
        long millis,
        long requests,
        long seed) {}
