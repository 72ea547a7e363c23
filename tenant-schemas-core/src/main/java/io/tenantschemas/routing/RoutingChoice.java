package io.tenantschemas.routing;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How statements find the tables of the tenant at present, and why.
 *
 * @param strategy the strategy that is in force, never {@link RoutingStrategy#AUTO}; null as long as that depends on what the
 *     server was not asked yet
 * @param reason why, as part of a sentence
 * @param tenantsByPath how many of the tenants that came lately get their path with each connection all the same, because their
 *     schema holds what finds names by it
 */
public record RoutingChoice(@Nullable RoutingStrategy strategy, String reason, long tenantsByPath) {

    static final String AS_CONFIGURED = "as configured";

    static final String NOT_ASKED = "because no connection was asked for yet";

    /** Returns this one for a second database, too: the more careful of both. */
    RoutingChoice and(RoutingChoice other) {
        RoutingChoice first = strategy == RoutingStrategy.QUALIFIED || strategy == null ? other : this;
        return new RoutingChoice(first.strategy, first.reason, tenantsByPath + other.tenantsByPath);
    }

    /** Returns the strategy as it is written in properties, or {@code auto} if that is not decided. */
    public String property() {
        return strategy == null
                ? "auto"
                : strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
