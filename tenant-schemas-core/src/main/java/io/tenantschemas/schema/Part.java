package io.tenantschemas.schema;

import org.jspecify.annotations.Nullable;

/**
 * Something that makes a schema what it is.
 *
 * @param id the object that it is, or to which it belongs
 * @param phase when it is made
 * @param sql the statements that make it; null if something else brings it along
 * @param address how statements about the object name it; null if this is only something about another part's object
 * @param owner to whom the object belongs; null if it belongs to whoever owns another one
 */
record Part(
        ObjectId id,
        Phase phase,
        @Nullable String sql,
        @Nullable String address,
        @Nullable String owner) {

    /** Returns something that is done with the object {@code id}. */
    static Part about(ObjectId id, Phase phase, String sql) {
        return new Part(id, phase, sql, null, null);
    }
}
