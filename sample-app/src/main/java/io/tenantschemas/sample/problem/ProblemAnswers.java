package io.tenantschemas.sample.problem;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;

/** Adds the fields to the problem details of bad input. What does not exist is a page in a browser. */
@ControllerAdvice
class ProblemAnswers extends ResponseEntityExceptionHandler {

    /** The property of the problem details that lists the fields. */
    static final String FIELDS = "errors";

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail details = exception.getBody();
        details.setProperty(
                FIELDS,
                exception.getFieldErrors().stream()
                        .map(ProblemAnswers::problem)
                        .sorted(Comparator.comparing(FieldProblem::field).thenComparing(FieldProblem::message))
                        .toList());
        return handleExceptionInternal(exception, details, headers, status, request);
    }

    private static FieldProblem problem(FieldError error) {
        return new FieldProblem(error.getField(), String.valueOf(error.getDefaultMessage()));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail details = ProblemDetail.forStatusAndDetail(status, "The body is not the JSON that belongs here.");
        details.setProperty(FIELDS, unreadableFields(exception));
        return handleExceptionInternal(exception, details, headers, status, request);
    }

    private static List<FieldProblem> unreadableFields(HttpMessageNotReadableException exception) {
        if (!(exception.getCause() instanceof JacksonException unreadable)) {
            return List.of();
        }
        return unreadable.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(Objects::nonNull)
                .map(field -> new FieldProblem(field, "This is not a value that the field takes, or not a field."))
                .toList();
    }

    @ExceptionHandler(exception = NoResourceFoundException.class, produces = MediaType.TEXT_HTML_VALUE)
    ModelAndView missingPage() {
        ModelAndView page = new ModelAndView("error");
        page.setStatus(HttpStatus.NOT_FOUND);
        return page.addObject("status", HttpStatus.NOT_FOUND.value())
                .addObject("error", HttpStatus.NOT_FOUND.getReasonPhrase());
    }
}
