package io.tenantschemas.inspect;

/** What became of a finding that was to be mended. */
public sealed interface Repair {

    /** Returns what was to be mended. */
    Finding finding();

    /**
     * It is mended.
     *
     * @param finding what was mended
     * @param what what was done, in one line
     */
    record Done(Finding finding, String what) implements Repair {}

    /**
     * It is as it was.
     *
     * @param finding what was to be mended
     * @param reason why it could not be, in one line
     */
    record Failed(Finding finding, String reason) implements Repair {}
}
