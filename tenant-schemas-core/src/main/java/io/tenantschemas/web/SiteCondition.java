package io.tenantschemas.web;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.condition.AbstractRequestCondition;
import org.springframework.web.servlet.mvc.condition.RequestCondition;
import org.springframework.web.servlet.mvc.condition.RequestConditionHolder;

import io.tenantschemas.tenant.SchemaName;

/**
 * Matches requests on one site, and beside it whatever condition the application has of its own: Spring MVC compares a
 * custom condition only with those of the same type, so there must not be two of them.
 */
final class SiteCondition extends AbstractRequestCondition<SiteCondition> {

    private final SchemaName publicSchema;

    private final Optional<ServedSite> site;

    private final RequestConditionHolder rest;

    SiteCondition(SchemaName publicSchema, Optional<ServedSite> site, RequestConditionHolder rest) {
        this.publicSchema = publicSchema;
        this.site = site;
        this.rest = rest;
    }

    boolean servesCurrentSite() {
        return site.isEmpty() || site.get().isCurrent(publicSchema);
    }

    @Override
    public SiteCondition combine(SiteCondition other) {
        return new SiteCondition(publicSchema, other.site.or(() -> site), rest.combine(other.rest));
    }

    @Override
    public @Nullable SiteCondition getMatchingCondition(HttpServletRequest request) {
        RequestConditionHolder matchingRest = rest.getMatchingCondition(request);
        return servesCurrentSite() && matchingRest != null ? new SiteCondition(publicSchema, site, matchingRest) : null;
    }

    Optional<ServedSite> site() {
        return site;
    }

    /** Returns the condition of the application's own, or null if there is none. */
    @Nullable
    RequestCondition<?> rest() {
        return rest.getCondition();
    }

    /** Puts what is meant for some tenants before what is meant for one site, and that before what is meant for all. */
    @Override
    public int compareTo(SiteCondition other, HttpServletRequest request) {
        int bySite = Integer.compare(other.rank(), rank());
        return bySite != 0 ? bySite : rest.compareTo(other.rest, request);
    }

    /** Returns how particular it is about hosts. */
    int rank() {
        return site.map(ServedSite::rank).orElse(0);
    }

    @Override
    protected Collection<?> getContent() {
        return Stream.concat(site.stream(), rest.isEmpty() ? Stream.empty() : Stream.of(rest))
                .toList();
    }

    @Override
    protected String getToStringInfix() {
        return " && ";
    }
}
