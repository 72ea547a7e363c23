package io.tenantschemas.autoconfigure.web;

import java.util.List;
import java.util.function.Consumer;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

import io.tenantschemas.web.UnknownTenant;

/**
 * Settings of where requests lead.
 *
 * @param unknownTenant what happens to a request whose host leads to no tenant
 * @param ignoredPaths path patterns, from below the context path on, that are served without a tenant on every host, for
 *     example health checks by IP address
 */
@ConfigurationProperties("tenant-schemas")
public record TenantWebProperties(
        @DefaultValue("not-found") UnknownTenant unknownTenant,
        @DefaultValue List<String> ignoredPaths) {

    /** Checks each pattern. */
    public TenantWebProperties {
        ignoredPaths = List.copyOf(ignoredPaths);
        checkEach("tenant-schemas.ignored-paths", ignoredPaths, TenantWebProperties::checkPattern);
    }

    private static void checkEach(String property, List<String> values, Consumer<String> check) {
        for (int i = 0; i < values.size(); i++) {
            try {
                check.accept(values.get(i));
            } catch (IllegalArgumentException refused) {
                throw new InvalidConfigurationPropertyValueException(
                        "%s[%d]".formatted(property, i), values.get(i), refused.getMessage(), refused);
            }
        }
    }

    private static void checkPattern(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("A path starts with '/'.");
        }
        try {
            PathPatternParser.defaultInstance.parse(pattern);
        } catch (PatternParseException malformed) {
            throw new IllegalArgumentException(
                    "It is not a path pattern of Spring MVC: %s.".formatted(malformed.getMessage()), malformed);
        }
    }
}
