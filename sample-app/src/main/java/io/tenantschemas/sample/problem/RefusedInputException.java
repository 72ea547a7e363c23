package io.tenantschemas.sample.problem;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.validation.Errors;
import org.springframework.web.ErrorResponseException;

/** Thrown when input is well-formed but does not go with what is stored. Over HTTP it is its own answer. */
public final class RefusedInputException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    private final transient FieldProblem problem;

    /**
     * Creates the refusal of one field.
     *
     * @param status the status of the answer
     * @param field the name of the field
     * @param message what to do about it
     * @param cause what refused it, if something else did
     */
    public RefusedInputException(HttpStatus status, String field, String message, @Nullable Throwable cause) {
        this(status, new FieldProblem(field, message), cause);
    }

    private RefusedInputException(HttpStatus status, FieldProblem problem, @Nullable Throwable cause) {
        super(status, details(status, problem), cause);
        this.problem = problem;
    }

    private static ProblemDetail details(HttpStatus status, FieldProblem problem) {
        ProblemDetail details = ProblemDetail.forStatusAndDetail(status, problem.field() + ": " + problem.message());
        details.setProperty(ProblemAnswers.FIELDS, List.of(problem));
        return details;
    }

    /** Adds what is wrong to the errors of a form that has a field of that name. */
    public void reportTo(Errors form) {
        form.rejectValue(problem.field(), "refused", problem.message());
    }
}
