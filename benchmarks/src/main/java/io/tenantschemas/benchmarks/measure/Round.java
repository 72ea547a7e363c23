package io.tenantschemas.benchmarks.measure;

import io.tenantschemas.benchmarks.load.LoadReport;

/**
 * What came of one round of a contestant.
 *
 * @param load what came of the load
 * @param applicationMillis for how long processors worked for the application; zero where that is not told
 * @param serverMillis for how long for the server of the database
 */
public record Round(LoadReport load, double applicationMillis, double serverMillis) {

    /** Returns the milliseconds of processors that the application took for a request. */
    public double applicationMillisPerRequest() {
        return applicationMillis / load.requests();
    }

    /** Returns the milliseconds of processors that the server took for a request. */
    public double serverMillisPerRequest() {
        return serverMillis / load.requests();
    }
}
