package io.tenantschemas.entity;

/** Whose an entity is. */
public enum EntityScope {

    /** Everybody's: one table in the public schema. */
    SHARED,

    /** A tenant's: one table in each tenant's schema. */
    TENANT
}
