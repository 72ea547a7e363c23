package io.tenantschemas.isolationcheck.run;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.isolationcheck.model.Violation;

/** A thread of the application that does one thing after the other. */
final class Worker implements Runnable {

    private final Round round;

    private final int number;

    private final History history = new History();

    Worker(Round round, int number) {
        this.round = round;
        this.number = number;
    }

    @Override
    public void run() {
        for (long attempt = 0; round.goesOn(); attempt++) {
            Choices choices = round.choices(number, attempt);
            Operation operation = round.operations().choose(choices);
            history.add("#%d %s".formatted(attempt, operation.name()));
            doOnce(operation, new Attempt(round, number, attempt, choices, history));
        }
    }

    private void doOnce(Operation operation, Attempt attempt) {
        try {
            round.permits().acquire(operation.connections());
            try {
                operation.run(attempt);
                round.counts().add("done: " + operation.name());
            } finally {
                round.permits().release(operation.connections());
            }
            checkNothingIsLeft();
        } catch (Throwable failure) {
            judge(operation, attempt, failure);
        }
    }

    private static void checkNothingIsLeft() {
        if (TenantContext.isBound()) {
            throw new Violation("After its work the thread is bound to "
                    + TenantContext.binding().describe());
        }
    }

    private void judge(Operation operation, Attempt attempt, Throwable failure) {
        String verdict = Judge.verdict(failure, attempt.isSettled());
        if (verdict != null) {
            attempt.note("refused: " + failure);
            round.counts().add("refused: " + verdict);
            return;
        }
        round.stop(report(operation, failure));
    }

    private String report(Operation operation, Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        String others = Failures.has(failure, SQLTransientConnectionException.class) ? othersStacks() : "";
        return "Thread %d, in %s: %s%n%nWhat the thread did last:%n  %s%n%n%s%n%s"
                .formatted(
                        number,
                        operation.name(),
                        messages(failure),
                        String.join("\n  ", history.lines()),
                        stack,
                        others);
    }

    /** Returns what others are doing: who may have kept the connection that was waited for, and who should have made one. */
    private static String othersStacks() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().matches("(worker|HikariPool|task-|tenant-|killer).*"))
                .map(thread -> Stream.of(thread.getValue())
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining("\n    ", thread.getKey().getName() + "\n    ", "\n")))
                .collect(Collectors.joining());
    }

    private static String messages(@Nullable Throwable failure) {
        return failure == null ? "" : failure + (failure.getCause() == null ? "" : "; " + messages(failure.getCause()));
    }
}
