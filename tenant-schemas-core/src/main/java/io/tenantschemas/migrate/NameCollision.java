package io.tenantschemas.migrate;

import io.tenantschemas.tenant.SchemaName;

/**
 * Something in a schema that every tenant can see, with a name that belongs to the tenants.
 *
 * @param kind what it is, for example {@code table}
 * @param schema the schema that every tenant can see
 * @param name its name, with the types of its arguments if it is a routine
 * @param remedy a statement that puts it out of reach
 */
public record NameCollision(String kind, SchemaName schema, String name, String remedy) {

    /** Returns kind, schema and name, for messages: {@code table public.orders}. */
    public String describe() {
        return kind + " " + schema + "." + name;
    }
}
