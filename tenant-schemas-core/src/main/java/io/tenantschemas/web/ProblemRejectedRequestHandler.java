package io.tenantschemas.web;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.util.MimeType;
import org.springframework.web.util.HtmlUtils;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * Answers with problem details as in <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>, or with a small page
 * when the client prefers HTML: 400 for what is malformed, 404 for what is unknown, 403 for a suspended tenant, 503 for one
 * that is out of service for another reason, and 503 with {@code Retry-After} for what cannot be looked up at the moment and for a
 * tenant whose schema is behind, or of which that cannot be found out.
 *
 * <p>The answers tell nothing about the application, need no template and no other resource, and are not to be stored.
 */
public final class ProblemRejectedRequestHandler implements RejectedRequestHandler {

    private static final String A_SECOND = "1";

    private static final String A_FEW_SECONDS = "5";

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>%1$s</title>
            <style>body { font-family: sans-serif; max-width: 40em; margin: 15vh auto; padding: 0 1em }</style>
            </head>
            <body>
            <h1>%1$s</h1>
            <p>%2$s</p>
            </body>
            </html>
            """;

    private final @Nullable HttpMessageConverter<Object> json;

    /** Creates a handler that writes JSON with the library that is there, or always the page when there is none. */
    public ProblemRejectedRequestHandler() {
        this.json = jsonConverter().orElse(null);
    }

    @SuppressWarnings("unchecked")
    private static Optional<HttpMessageConverter<Object>> jsonConverter() {
        HttpMessageConverters converters =
                HttpMessageConverters.forServer().registerDefaults().build();
        return StreamSupport.stream(converters.spliterator(), false)
                .filter(converter -> converter.canWrite(ProblemDetail.class, MediaType.APPLICATION_PROBLEM_JSON))
                .map(converter -> (HttpMessageConverter<Object>) converter)
                .findFirst();
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, Rejection rejection)
            throws IOException {
        ProblemDetail problem = problem(rejection);
        response.setStatus(problem.getStatus());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        response.setHeader("X-Content-Type-Options", "nosniff");
        retryAfter(rejection).ifPresent(seconds -> response.setHeader(HttpHeaders.RETRY_AFTER, seconds));
        boolean withBody = !HttpMethod.HEAD.matches(request.getMethod());
        if (json == null || prefersHtml(request)) {
            writePage(problem, response, withBody);
        } else {
            writeJson(problem, response, withBody, json);
        }
    }

    private static Optional<String> retryAfter(Rejection rejection) {
        if (rejection instanceof Rejection.NotLookedUp) {
            return Optional.of(A_SECOND);
        }
        return rejection instanceof Rejection.BeingUpdated || rejection instanceof Rejection.NotInspected
                ? Optional.of(A_FEW_SECONDS)
                : Optional.empty();
    }

    private static ProblemDetail problem(Rejection rejection) {
        if (rejection instanceof Rejection.OutOfService outOfService) {
            return outOfService(outOfService.tenant());
        }
        if (rejection instanceof Rejection.Malformed malformed) {
            return problem(
                    HttpStatus.BAD_REQUEST,
                    "malformed-host",
                    "Malformed host",
                    malformed.cause().getMessage());
        }
        if (rejection instanceof Rejection.NotLookedUp) {
            return problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "busy",
                    "Busy",
                    "This address cannot be looked up at the moment. Try again in a second.");
        }
        if (rejection instanceof Rejection.BeingUpdated) {
            return problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "being-updated",
                    "Being updated",
                    "This site is being updated. Try again in a few seconds.");
        }
        if (rejection instanceof Rejection.NotInspected) {
            return problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "unavailable",
                    "Unavailable",
                    "This site is not available at the moment. Try again in a few seconds.");
        }
        return problem(
                HttpStatus.NOT_FOUND,
                "unknown-host",
                "Unknown host",
                "There is no site at this address. Check the host.");
    }

    private static ProblemDetail outOfService(Tenant tenant) {
        return tenant.status() == TenantStatus.SUSPENDED
                ? problem(HttpStatus.FORBIDDEN, "suspended", "Suspended", "This site is suspended.")
                : problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "out-of-service",
                        "Out of service",
                        "This site is out of service at the moment. Try again later.");
    }

    private static ProblemDetail problem(HttpStatus status, String type, String title, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:tenant-schemas:" + type));
        problem.setTitle(title);
        return problem;
    }

    private static void writeJson(
            ProblemDetail problem,
            HttpServletResponse response,
            boolean withBody,
            HttpMessageConverter<Object> converter)
            throws IOException {
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (withBody) {
            ServletServerHttpResponse message = new ServletServerHttpResponse(response);
            converter.write(problem, MediaType.APPLICATION_PROBLEM_JSON, message);
            message.flush();
        }
    }

    private static void writePage(ProblemDetail problem, HttpServletResponse response, boolean withBody)
            throws IOException {
        response.setContentType(HTML.toString());
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        if (withBody) {
            response.getOutputStream()
                    .write(PAGE.formatted(escaped(problem.getTitle()), escaped(problem.getDetail()))
                            .getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
        }
    }

    private static String escaped(@Nullable String text) {
        return text == null ? "" : HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }

    // A browser names HTML. What only says "anything", such as curl, is a program.
    private static boolean prefersHtml(HttpServletRequest request) {
        return accepted(request).stream()
                .filter(type -> isHtml(type) || isJson(type))
                .max(Comparator.comparingDouble(MediaType::getQualityValue))
                .filter(type -> isHtml(type) && type.getQualityValue() > 0)
                .isPresent();
    }

    private static List<MediaType> accepted(HttpServletRequest request) {
        try {
            return MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        } catch (InvalidMediaTypeException malformed) {
            return List.of();
        }
    }

    private static boolean isHtml(MimeType type) {
        return type.equalsTypeAndSubtype(MediaType.TEXT_HTML)
                || type.equalsTypeAndSubtype(MediaType.APPLICATION_XHTML_XML);
    }

    private static boolean isJson(MimeType type) {
        return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                || type.equalsTypeAndSubtype(MediaType.APPLICATION_PROBLEM_JSON);
    }
}
