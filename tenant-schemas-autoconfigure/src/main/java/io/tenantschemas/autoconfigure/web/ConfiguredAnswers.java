package io.tenantschemas.autoconfigure.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.HttpStatusCode;

import io.tenantschemas.autoconfigure.web.TenantResponseProperties.Response;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.web.RejectionAnswer;
import io.tenantschemas.web.RejectionAnswers;

/** The standard answers with what the properties say otherwise. */
final class ConfiguredAnswers {

    private final TenantResponseProperties properties;

    private final ResourceLoader resources;

    ConfiguredAnswers(TenantResponseProperties properties, ResourceLoader resources) {
        this.properties = properties;
        this.resources = resources;
    }

    /**
     * Reads the pages and returns the answers.
     *
     * @throws InvalidConfigurationPropertyValueException if a page cannot be read
     */
    RejectionAnswers answers() {
        return RejectionAnswers.standard()
                .with(TenantStatus.PROVISIONING, change("provisioning", properties.provisioning()))
                .with(TenantStatus.SUSPENDED, change("suspended", properties.suspended()))
                .with(TenantStatus.MAINTENANCE, change("maintenance", properties.maintenance()))
                .with(TenantStatus.FAILED, change("failed", properties.failed()))
                .with(TenantStatus.DELETING, change("deleting", properties.deleting()))
                .withNotSetUp(change("not-set-up", properties.notSetUp()));
    }

    private UnaryOperator<RejectionAnswer> change(String name, Response response) {
        return answer -> withRetryAfter(withStatus(answer, response.status()), response.retryAfter())
                .withPage(response.page() == null ? null : read(name, response.page()));
    }

    private static RejectionAnswer withStatus(RejectionAnswer answer, @Nullable Integer status) {
        return status == null ? answer : answer.withStatus(HttpStatusCode.valueOf(status));
    }

    private static RejectionAnswer withRetryAfter(RejectionAnswer answer, @Nullable Duration retryAfter) {
        return retryAfter == null ? answer : answer.withRetryAfter(retryAfter.isZero() ? null : retryAfter);
    }

    private String read(String name, String page) {
        String property = TenantResponseProperties.property(name, "page");
        Resource resource = resources.getResource(page);
        // A folder would be read as the list of its files.
        if (!resource.isReadable()) {
            throw new InvalidConfigurationPropertyValueException(
                    property,
                    page,
                    "There is no such page: %s cannot be read. A place begins with 'classpath:' or 'file:'."
                            .formatted(resource.getDescription()));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(resource.getContentAsByteArray()))
                    .toString();
            if (text.isBlank()) {
                throw new InvalidConfigurationPropertyValueException(property, page, "That page is empty.");
            }
            return text;
        } catch (CharacterCodingException malformed) {
            throw new InvalidConfigurationPropertyValueException(
                    property, page, "That page is not text in UTF-8.", malformed);
        } catch (IOException unreadable) {
            throw new InvalidConfigurationPropertyValueException(
                    property,
                    page,
                    "%s cannot be read: %s.".formatted(resource.getDescription(), unreadable.getMessage()),
                    unreadable);
        }
    }
}
