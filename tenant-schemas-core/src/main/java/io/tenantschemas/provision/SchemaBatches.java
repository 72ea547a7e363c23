package io.tenantschemas.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.schema.SchemaRemoval.Piece;
import io.tenantschemas.schema.SchemaTooLargeException;
import io.tenantschemas.tenant.SchemaName;

/**
 * Drops what is in a schema in batches that are transactions of their own, until the rest fits into one.
 *
 * @param schema the schema
 * @param transactions in which a batch is dropped
 * @param isStopped whether it is to end between two of them
 */
record SchemaBatches(SchemaName schema, Transactions transactions, BooleanSupplier isStopped) {

    private static final Log logger = LogFactory.getLog(SchemaBatches.class);

    /**
     * Drops pieces until what is left fits, and returns false if the schema is gone meanwhile or somebody else's to drop, or if it
     * is to end.
     *
     * @param most how many batches are enough
     */
    boolean shrink(SchemaRest rest, int most) {
        long limit = rest.table().part();
        long left = rest.locks();
        int done = 0;
        int batches = 0;
        while (batches < most && done < rest.pieces().size() && !rest.table().leavesEnoughBeside(left)) {
            if (isStopped.getAsBoolean()) {
                return false;
            }
            List<Piece> batch = batch(rest.pieces().subList(done, rest.pieces().size()), limit);
            try {
                if (!transactions.drop(batch, rest)) {
                    return false;
                }
                batches++;
                done += batch.size();
                left -= locksOf(batch);
                logger.debug("Dropped %d of %d pieces of schema '%s'"
                        .formatted(done, rest.pieces().size(), schema));
            } catch (SchemaTooLargeException full) {
                if (batch.size() == 1) {
                    throw full;
                }
                limit = Math.max(1, locksOf(batch) / 2);
            }
        }
        return true;
    }

    /** Returns as many as fit, and one at least. */
    private static List<Piece> batch(List<Piece> pieces, long limit) {
        List<Piece> batch = new ArrayList<>();
        for (Piece piece : pieces) {
            if (!batch.isEmpty() && locksOf(batch) + piece.locks() > limit) {
                break;
            }
            batch.add(piece);
        }
        return batch;
    }

    private static long locksOf(List<Piece> pieces) {
        return pieces.stream().mapToLong(Piece::locks).sum();
    }

    /** Drops batches, each in a transaction. */
    @FunctionalInterface
    interface Transactions {

        /**
         * Drops a batch.
         *
         * @param rest of which it is a part
         * @return false if the schema is gone, or somebody else's to drop
         * @throws SchemaTooLargeException if there was no room for it
         */
        boolean drop(List<Piece> batch, SchemaRest rest);
    }
}
