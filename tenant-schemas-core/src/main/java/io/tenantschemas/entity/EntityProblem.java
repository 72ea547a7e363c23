package io.tenantschemas.entity;

/**
 * Something in the mapping of an entity by which data could end up in the wrong place.
 *
 * @param entity the name of the entity's class, or of a setting that concerns all entities
 * @param problem what is wrong
 * @param fix what to write instead
 */
public record EntityProblem(String entity, String problem, String fix) {}
