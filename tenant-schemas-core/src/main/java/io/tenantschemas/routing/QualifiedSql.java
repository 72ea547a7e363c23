package io.tenantschemas.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.tenantschemas.tenant.SchemaName;

/**
 * A statement that finds the same whatever the search path is, once the schema of a tenant stands before the names of its
 * tables and sequences.
 *
 * @param pieces the text, taken apart where the schema comes in
 * @param schemas the schemas that it names itself
 * @param draws whether numbers may be drawn from sequences, of which the session remembers the last
 * @param backslashes whether a plain text holds a backslash, which means itself only where standard_conforming_strings is on
 */
record QualifiedSql(List<String> pieces, Set<String> schemas, boolean draws, boolean backslashes) {

    /** Takes {@code sql} apart at these places. */
    static QualifiedSql of(String sql, List<Integer> places, Set<String> schemas, boolean draws, boolean backslashes) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int place : places) {
            pieces.add(sql.substring(from, place));
            from = place;
        }
        pieces.add(sql.substring(from));
        return new QualifiedSql(List.copyOf(pieces), Set.copyOf(schemas), draws, backslashes);
    }

    /** Returns whether it names something that tenants have. */
    boolean isOfTenants() {
        return pieces.size() > 1;
    }

    /** Returns the text with that schema. */
    String in(SchemaName schema) {
        return String.join(schema.quoted() + ".", pieces);
    }
}
