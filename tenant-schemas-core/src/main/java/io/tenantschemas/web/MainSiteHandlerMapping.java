package io.tenantschemas.web;

import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.util.Assert;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import io.tenantschemas.tenant.SchemaName;

/**
 * Hides whole mappings, such as those of operators' endpoints, from the hosts of tenants.
 *
 * <p>It asks the mappings themselves whether they serve a request, so that nothing depends on how its path is written. Where
 * one of them does, or refuses the method or the type of a request that it would serve otherwise, a tenant's host gets what it
 * gets for a path that does not exist. Elsewhere this mapping finds nothing and the hidden ones are asked in their turn.
 */
public final class MainSiteHandlerMapping implements HandlerMapping, Ordered {

    private final SchemaName publicSchema;

    private final Supplier<? extends Stream<? extends HandlerMapping>> hidden;

    /**
     * Creates a mapping.
     *
     * @param publicSchema the schema that holds the shared tables
     * @param hidden the mappings to hide, asked for at each request
     */
    public MainSiteHandlerMapping(
            SchemaName publicSchema, Supplier<? extends Stream<? extends HandlerMapping>> hidden) {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(hidden, "'hidden' must not be null");
        this.publicSchema = publicSchema;
        this.hidden = hidden;
    }

    /** Before all other mappings. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /**
     * Finds nothing.
     *
     * @throws NoResourceFoundException on the host of a tenant, if a hidden mapping would serve the request
     */
    @Override
    public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) throws NoResourceFoundException {
        if (Site.isTenants(publicSchema) && hidden.get().anyMatch(mapping -> knows(mapping, request))) {
            throw NothingHere.at(request);
        }
        return null;
    }

    private static boolean knows(HandlerMapping mapping, HttpServletRequest request) {
        try {
            return mapping.getHandler(request) != null;
        } catch (Exception refused) {
            // 405, 406 or 415, which would tell that the path exists.
            return true;
        }
    }
}
