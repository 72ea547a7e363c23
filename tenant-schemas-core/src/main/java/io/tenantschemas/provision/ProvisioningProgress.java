package io.tenantschemas.provision;

import java.util.Map;
import java.util.Optional;

import org.springframework.util.Assert;

/** Tells how far tenants are whose schemas are yet to be made, or could not be. */
@FunctionalInterface
public interface ProvisioningProgress {

    /** Returns what is known of tenants, by their ids. Of most there is nothing. */
    Map<Long, Progress> all();

    /** Returns one that knows nothing. */
    static ProvisioningProgress unknown() {
        return Map::of;
    }

    /**
     * How far a tenant is.
     *
     * @param attempts how many attempts were begun
     * @param reason why the last one failed, or empty if none has
     */
    record Progress(int attempts, Optional<String> reason) {

        /** Checks that nothing is missing. */
        public Progress {
            Assert.notNull(reason, "'reason' must not be null");
        }
    }
}
