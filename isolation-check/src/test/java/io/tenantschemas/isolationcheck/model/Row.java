package io.tenantschemas.isolationcheck.model;

/**
 * A row with its owner in it.
 *
 * @param id what the tenant's own sequence gave it, 0 before that
 * @param marker what no other row of any tenant has
 * @param ownerId the id of the tenant whose it is
 * @param stamp that tenant's stamp
 * @param writer who wrote it, and alone may change it
 * @param amount what changes
 */
public record Row(long id, String marker, long ownerId, String stamp, int writer, int amount) {}
