package io.tenantschemas.autoconfigure.diagnose;

/**
 * The order of analyzers: those that know one exception before the one that knows them all, and all of them before Spring
 * Boot's, which would describe the exceptions that are wrapped around ours. Without an order they would come in that of
 * their names.
 */
final class SpecificAnalyzers {

    static final int ORDER = 0;

    static final int GENERAL = ORDER + 1;

    private SpecificAnalyzers() {}
}
