package io.tenantschemas.benchmarks.measure;

/**
 * What a warm request costs at the database.
 *
 * @param name the contestant's
 * @param sameTenant if the connection served the same tenant before
 * @param otherTenant if it served another one before
 */
public record RoundTrips(String name, PerRequest sameTenant, PerRequest otherTenant) {

    /**
     * For one request; the middle of several measurements.
     *
     * @param statements how many statements are executed, {@code BEGIN} and {@code COMMIT} among them
     * @param roundTrips how often the application waits
     * @param millis how long it waits
     */
    public record PerRequest(double statements, double roundTrips, double millis) {}
}
