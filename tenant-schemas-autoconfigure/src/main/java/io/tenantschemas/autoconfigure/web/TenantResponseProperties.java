package io.tenantschemas.autoconfigure.web;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationUnit;

/**
 * Settings of what requests get whose tenants cannot be served.
 *
 * @param provisioning while the schema is being made
 * @param suspended while the tenant is suspended
 * @param maintenance while there is work on the tenant's data
 * @param failed where the schema could not be made
 * @param deleting while the schema is being dropped
 * @param notSetUp where a tenant in service has no schema
 */
@ConfigurationProperties("tenant-schemas.responses")
public record TenantResponseProperties(
        @DefaultValue Response provisioning,
        @DefaultValue Response suspended,
        @DefaultValue Response maintenance,
        @DefaultValue Response failed,
        @DefaultValue Response deleting,
        @DefaultValue Response notSetUp) {

    /** Checks each answer. */
    public TenantResponseProperties {
        provisioning.check("provisioning");
        suspended.check("suspended");
        maintenance.check("maintenance");
        failed.check("failed");
        deleting.check("deleting");
        notSetUp.check("not-set-up");
    }

    /** Returns the name of a property of one answer. */
    static String property(String response, String property) {
        return "tenant-schemas.responses.%s.%s".formatted(response, property);
    }

    /**
     * What a request gets. What is not set is as it is without these settings.
     *
     * @param status the status of HTTP, from 400 to 599
     * @param retryAfter the time that Retry-After names, in seconds unless it has a unit; 0 for none
     * @param page where the application's own page for browsers is, in HTML and UTF-8, for example classpath:/static/suspended.html
     */
    public record Response(
            @Nullable Integer status,
            @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration retryAfter,
            @Nullable String page) {

        private void check(String name) {
            if (status != null && (status < 400 || status > 599)) {
                throw new InvalidConfigurationPropertyValueException(
                        property(name, "status"),
                        status,
                        "The request is refused, so it must be a status of HTTP from 400 to 599.");
            }
            if (retryAfter != null && retryAfter.isNegative()) {
                throw new InvalidConfigurationPropertyValueException(
                        property(name, "retry-after"),
                        retryAfter,
                        "It must not be negative. Use 0 to send no Retry-After.");
            }
            if (page != null && page.isBlank()) {
                throw new InvalidConfigurationPropertyValueException(
                        property(name, "page"), page, "It names no page. Remove it to have the small one.");
            }
        }
    }
}
