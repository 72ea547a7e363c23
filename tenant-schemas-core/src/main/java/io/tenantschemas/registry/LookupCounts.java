package io.tenantschemas.registry;

/**
 * What became of lookups so far.
 *
 * @param remembered those that were answered from memory, or with the outcome of another one that was under way
 * @param found those that asked and found a tenant
 * @param notFound those that asked and found none
 * @param failed those that asked and got no answer
 * @param refused those that did not ask, because too many found none
 */
public record LookupCounts(long remembered, long found, long notFound, long failed, long refused) {}
