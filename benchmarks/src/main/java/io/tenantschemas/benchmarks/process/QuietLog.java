package io.tenantschemas.benchmarks.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** The log of a JVM without Spring Boot, which would say everything otherwise. */
public final class QuietLog {

    private QuietLog() {}

    /** Says warnings and errors from now on, and nothing else. */
    public static void begin() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }
}
