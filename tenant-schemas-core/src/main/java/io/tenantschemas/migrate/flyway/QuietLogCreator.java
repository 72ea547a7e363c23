package io.tenantschemas.migrate.flyway;

import java.util.Set;

import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.FlywayExecutor;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.flywaydb.core.internal.license.FlywayPermit;
import org.flywaydb.core.internal.license.VersionPrinter;

/**
 * Passes on what Flyway logs, but what it repeats with every command (an invitation to sign in, its version, the address of
 * the database) as debug messages.
 *
 * <p>Flyway has one such object for all its users in the process, so that nothing else may be held back here. Public because
 * Flyway creates it by name.
 */
public final class QuietLogCreator implements LogCreator {

    private static final Set<Class<?>> REPETITIVE =
            Set.of(FlywayExecutor.class, FlywayPermit.class, VersionPrinter.class);

    /** Creates a creator. */
    public QuietLogCreator() {}

    @Override
    public Log createLogger(Class<?> type) {
        return new CommonsLog(LogFactory.getLog(type), REPETITIVE.contains(type));
    }

    private record CommonsLog(org.apache.commons.logging.Log log, boolean repetitive) implements Log {

        @Override
        public void debug(String message) {
            log.debug(message);
        }

        @Override
        public void info(String message) {
            if (repetitive) {
                log.debug(message);
            } else {
                log.info(message);
            }
        }

        @Override
        public void warn(String message) {
            log.warn(message);
        }

        @Override
        public void error(String message) {
            log.error(message);
        }

        @Override
        public void error(String message, Exception failure) {
            log.error(message, failure);
        }

        @Override
        public void notice(String message) {
            log.info(message);
        }
    }
}
