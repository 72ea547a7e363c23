package io.tenantschemas.provision;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How often it is tried to make a tenant's schema, and how long is waited in between: twice as long each time.
 *
 * @param max how often, at least once
 * @param initialDelay for how long is waited after the first attempt
 * @param maxDelay for how long is waited at most
 */
public record ProvisioningAttempts(int max, Duration initialDelay, Duration maxDelay) {

    /** Checks that something is tried, and that others are left the time to notice that somebody is at it. */
    public ProvisioningAttempts {
        Assert.isTrue(max > 0, "'max' must be positive");
        Assert.notNull(initialDelay, "'initialDelay' must not be null");
        Assert.notNull(maxDelay, "'maxDelay' must not be null");
        Assert.isTrue(initialDelay.toMillis() > 0, "'initialDelay' must be a millisecond at least");
        Assert.isTrue(maxDelay.compareTo(initialDelay) >= 0, "'maxDelay' must not be less than 'initialDelay'");
    }
}
