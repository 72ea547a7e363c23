package io.tenantschemas.web;

import java.util.List;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.util.Assert;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The paths that are served without asking for a tenant, such as a load balancer's health check, which names no host that
 * anybody knows. Nothing is bound while they are served.
 */
public final class IgnoredPaths {

    private static final Set<String> DOTS = Set.of(".", "..");

    private final List<PathPattern> patterns;

    /**
     * Creates the set of these paths.
     *
     * @param patterns path patterns of Spring MVC, from below the context path on, for example {@code /livez} or {@code
     *     /assets/**}
     * @throws org.springframework.web.util.pattern.PatternParseException if one is not a pattern
     */
    public IgnoredPaths(List<String> patterns) {
        Assert.notNull(patterns, "'patterns' must not be null");
        this.patterns =
                patterns.stream().map(PathPatternParser.defaultInstance::parse).toList();
    }

    /** Returns the set without any path. */
    public static IgnoredPaths none() {
        return new IgnoredPaths(List.of());
    }

    // The server maps what is left after such segments, which may be anything of the application's.
    private static boolean leadsElsewhere(PathContainer path) {
        return path.elements().stream()
                .filter(PathContainer.PathSegment.class::isInstance)
                .map(segment -> ((PathContainer.PathSegment) segment).valueToMatch())
                .anyMatch(segment -> DOTS.contains(segment) || segment.contains("/") || segment.contains("\\"));
    }

    boolean contains(HttpServletRequest request) {
        if (patterns.isEmpty()) {
            return false;
        }
        PathContainer path = RequestPath.parse(request.getRequestURI(), request.getContextPath())
                .pathWithinApplication();
        return !leadsElsewhere(path) && patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
