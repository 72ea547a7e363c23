package io.tenantschemas.provision;

import java.util.List;

import io.tenantschemas.schema.LockTable;
import io.tenantschemas.schema.SchemaRemoval.Piece;

/**
 * What is left of a schema that is dropped little by little.
 *
 * @param locks how many places in the lock table all of it takes
 * @param table the lock table
 * @param pieces what of it can be dropped by itself, in order; none where that is not needed
 */
record SchemaRest(long locks, LockTable table, List<Piece> pieces) {

    /** Returns whether all of it should go at once. */
    boolean fits() {
        return table.leavesEnoughBeside(locks);
    }
}
