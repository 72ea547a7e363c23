package io.tenantschemas.command;

import java.util.Optional;

/** Asks the person at the terminal. */
@FunctionalInterface
public interface Question {

    /**
     * Asks and waits.
     *
     * @param prompt what is written before the answer, in the same line
     * @return what was typed, without the end of the line, or empty if there was an end of input instead
     */
    Optional<String> ask(String prompt);
}
