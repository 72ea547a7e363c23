package io.tenantschemas.isolationcheck.access;

import java.util.List;

import io.tenantschemas.isolationcheck.model.Row;

/** A way to a tenant's data. Works within a transaction of Spring's, and without one except where it says so. */
public interface Access {

    void insert(List<Row> rows);

    void change(String marker, int amount);

    void delete(String marker);

    List<Row> findAll();

    /** Returns whether writing in this way begins and commits a transaction where there is none. */
    default boolean hasOwnTransaction() {
        return false;
    }

    /** Returns whether writing in this way takes a transaction of the caller's. */
    default boolean needsTransaction() {
        return false;
    }

    /** Returns whether reading in this way takes a transaction of the caller's. */
    default boolean needsTransactionToRead() {
        return false;
    }

    /** Returns whether this goes by way of an entity manager, or of the transactions of one. */
    default boolean isOfJpa() {
        return needsTransaction();
    }

    default String name() {
        return getClass().getSimpleName();
    }
}
