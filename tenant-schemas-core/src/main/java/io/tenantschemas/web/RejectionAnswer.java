package io.tenantschemas.web;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.Assert;

/**
 * What a request gets that was not let in.
 *
 * @param type what programs know the reason by, the end of a URN: {@code urn:tenant-schemas:suspended}
 * @param status the status of HTTP, an error
 * @param retryAfter for how long it is of no use to try again, or null when nothing is said about that
 * @param title the reason in a word or two
 * @param detail the reason in a sentence, for the person at the other end
 * @param page a page in HTML for browsers, sent as it is, or null for a small one that shows title and detail
 */
public record RejectionAnswer(
        String type,
        HttpStatusCode status,
        @Nullable Duration retryAfter,
        String title,
        String detail,
        @Nullable String page) {

    /** Checks that the request is refused, and that a time is one. */
    public RejectionAnswer {
        Assert.hasText(type, "'type' must not be empty");
        Assert.notNull(status, "'status' must not be null");
        Assert.isTrue(status.isError(), "'status' must be that of an error");
        Assert.isTrue(
                retryAfter == null || retryAfter.compareTo(Duration.ZERO) > 0,
                "'retryAfter' must be positive, or null for none");
        Assert.notNull(title, "'title' must not be null");
        Assert.notNull(detail, "'detail' must not be null");
    }

    static RejectionAnswer of(String type, HttpStatus status, String title, String detail) {
        return new RejectionAnswer(type, status, null, title, detail, null);
    }

    static RejectionAnswer comeBackIn(Duration retryAfter, String type, String title, String detail) {
        return of(type, HttpStatus.SERVICE_UNAVAILABLE, title, detail).withRetryAfter(retryAfter);
    }

    /** Returns this answer with another status of HTTP. */
    public RejectionAnswer withStatus(HttpStatusCode status) {
        return new RejectionAnswer(type, status, retryAfter, title, detail, page);
    }

    /** Returns this answer with another time, or without one if it is null. */
    public RejectionAnswer withRetryAfter(@Nullable Duration retryAfter) {
        return new RejectionAnswer(type, status, retryAfter, title, detail, page);
    }

    /** Returns this answer in other words. */
    public RejectionAnswer withText(String title, String detail) {
        return new RejectionAnswer(type, status, retryAfter, title, detail, page);
    }

    /** Returns this answer with another page, or with the small one if it is null. */
    public RejectionAnswer withPage(@Nullable String page) {
        return new RejectionAnswer(type, status, retryAfter, title, detail, page);
    }

    /** Returns the header {@code Retry-After}: whole seconds, the last one begun counted as a whole. */
    Optional<String> retryAfterHeader() {
        return Optional.ofNullable(retryAfter)
                .map(time -> time.plusSeconds(1).minusNanos(1).toSeconds())
                .map(String::valueOf);
    }
}
