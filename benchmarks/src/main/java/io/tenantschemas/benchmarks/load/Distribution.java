package io.tenantschemas.benchmarks.load;

import java.util.random.RandomGenerator;

/** How often which tenant is asked for. */
public enum Distribution {
    /** All as often, by chance. */
    EVEN {
        @Override
        Tenants among(int tenants, RandomGenerator random) {
            return () -> 1 + random.nextInt(tenants);
        }
    },

    /** The second half as often as the first, the third a third as often, and so on. */
    ZIPF {
        @Override
        Tenants among(int tenants, RandomGenerator random) {
            return new ZipfTenants(tenants, random);
        }
    },

    /** One after the other. */
    IN_TURN {
        @Override
        Tenants among(int tenants, RandomGenerator random) {
            int[] last = new int[1];
            return () -> last[0] = 1 + last[0] % tenants;
        }
    };

    /** Who is next. Used by one thread. */
    interface Tenants {

        /** Returns the number of the next tenant, from 1 on. */
        int next();
    }

    /** Returns who is next among so many tenants. */
    abstract Tenants among(int tenants, RandomGenerator random);
}
