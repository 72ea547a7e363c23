package io.tenantschemas.schema;

/**
 * What the catalogue calls an object.
 *
 * @param catalogue the number of the catalogue in which it is
 * @param number its number there
 */
record ObjectId(long catalogue, long number) {}
