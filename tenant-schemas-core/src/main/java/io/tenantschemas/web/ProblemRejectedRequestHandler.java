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
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.util.Assert;
import org.springframework.util.MimeType;
import org.springframework.web.util.HtmlUtils;

/**
 * Answers with problem details as in <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>, or with a page when the client
 * prefers HTML. Which status they have, and what they say, stands in {@link RejectionAnswers}.
 *
 * <p>The answers tell nothing about the application and are not to be stored. The small page needs no template and no other
 * resource, and may have none; a page of the application's own is sent as it is.
 */
public final class ProblemRejectedRequestHandler implements RejectedRequestHandler {

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

    private final RejectionAnswers answers;

    private final @Nullable HttpMessageConverter<Object> json;

    /** Creates a handler with the standard answers. */
    public ProblemRejectedRequestHandler() {
        this(RejectionAnswers.standard());
    }

    /** Creates a handler that writes JSON with the library that is there, or always the page when there is none. */
    public ProblemRejectedRequestHandler(RejectionAnswers answers) {
        Assert.notNull(answers, "'answers' must not be null");
        this.answers = answers;
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
        RejectionAnswer answer = answers.to(rejection);
        response.setStatus(answer.status().value());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        response.setHeader("X-Content-Type-Options", "nosniff");
        answer.retryAfterHeader().ifPresent(seconds -> response.setHeader(HttpHeaders.RETRY_AFTER, seconds));
        boolean withBody = !HttpMethod.HEAD.matches(request.getMethod());
        if (json == null || prefersHtml(request)) {
            writePage(answer, response, withBody);
        } else {
            writeJson(problem(answer), response, withBody, json);
        }
    }

    private static ProblemDetail problem(RejectionAnswer answer) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(answer.status(), answer.detail());
        problem.setType(URI.create("urn:tenant-schemas:" + answer.type()));
        problem.setTitle(answer.title());
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

    private static void writePage(RejectionAnswer answer, HttpServletResponse response, boolean withBody)
            throws IOException {
        response.setContentType(HTML.toString());
        if (answer.page() == null) {
            response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        }
        if (withBody) {
            response.getOutputStream().write(page(answer).getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
        }
    }

    private static String page(RejectionAnswer answer) {
        String own = answer.page();
        return own == null ? PAGE.formatted(escaped(answer.title()), escaped(answer.detail())) : own;
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
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
