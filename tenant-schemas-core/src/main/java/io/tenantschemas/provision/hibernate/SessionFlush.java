package io.tenantschemas.provision.hibernate;

import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.springframework.dao.DataAccessException;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;

/** The flush that comes before the commit, if the session does that at all. */
final class SessionFlush {

    private SessionFlush() {}

    static void of(SharedSessionContractImplementor session) {
        if (session instanceof Session stateful
                && stateful.isOpen()
                && stateful.getHibernateFlushMode() != FlushMode.MANUAL) {
            try {
                stateful.flush();
            } catch (RuntimeException failure) {
                throw translated(failure);
            }
        }
    }

    /** Returns what the caller would have got from the flush at commit. */
    private static RuntimeException translated(RuntimeException failure) {
        DataAccessException translated = new HibernateJpaDialect().translateExceptionIfPossible(failure);
        return translated == null ? failure : translated;
    }
}
