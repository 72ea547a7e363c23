package io.tenantschemas.isolationcheck.way;

import java.util.function.Supplier;

import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A service with a method for each kind of transaction. */
public class Propagations {

    @Transactional
    public <T> T required(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public <T> T requiresNew(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.NESTED)
    public <T> T nested(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.SUPPORTS)
    public <T> T supports(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public <T> T notSupported(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public <T> T mandatory(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.NEVER)
    public <T> T never(Supplier<T> work) {
        return work.get();
    }

    @Transactional(isolation = Isolation.READ_COMMITTED)
    public <T> T readCommitted(Supplier<T> work) {
        return work.get();
    }

    @Transactional(isolation = Isolation.REPEATABLE_READ)
    public <T> T repeatableRead(Supplier<T> work) {
        return work.get();
    }

    @Transactional(isolation = Isolation.SERIALIZABLE)
    public <T> T serializable(Supplier<T> work) {
        return work.get();
    }

    @Transactional(readOnly = true, timeout = 5)
    public <T> T readOnly(Supplier<T> work) {
        return work.get();
    }
}
