package io.tenantschemas.benchmarks.load;

/** Thrown when an answer is not what was asked for: what was measured is worth nothing then. */
public final class WrongAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongAnswerException(String owner, Answer answer) {
        super("This is no page of tenant '%s': %s%n%s".formatted(owner, answer.status(), answer.body()));
    }
}
