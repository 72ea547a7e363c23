package io.tenantschemas.registry.postgresql;

import java.time.Instant;

/**
 * Whether this node hears of what others do to tenants.
 *
 * @param isListening whether it does, as far as anybody can know
 * @param since since when it does, or does not
 * @param reconnects how often it began again after it had been interrupted
 */
public record ListeningState(boolean isListening, Instant since, long reconnects) {}
