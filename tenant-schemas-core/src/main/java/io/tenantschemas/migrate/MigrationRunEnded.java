package io.tenantschemas.migrate;

/**
 * Published when a run has come to its end, also if it was stopped or tenants failed. Not published after a run that threw an
 * exception, because nothing could be tried for example.
 *
 * @see TenantMigrated what a listener may do
 * @param report how it went
 */
public record MigrationRunEnded(MigrationReport report) {}
