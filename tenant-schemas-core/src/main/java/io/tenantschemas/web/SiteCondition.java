package io.tenantschemas.web;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.condition.AbstractRequestCondition;
import org.springframework.web.servlet.mvc.condition.RequestConditionHolder;

import io.tenantschemas.tenant.SchemaName;

/**
 * Matches requests on one site, and beside it whatever condition the application has of its own: Spring MVC compares a
 * custom condition only with those of the same type, so there must not be two of them.
 */
final class SiteCondition extends AbstractRequestCondition<SiteCondition> {

    private final SchemaName publicSchema;

    private final Optional<Site> site;

    private final RequestConditionHolder rest;

    SiteCondition(SchemaName publicSchema, Optional<Site> site, RequestConditionHolder rest) {
        this.publicSchema = publicSchema;
        this.site = site;
        this.rest = rest;
    }

    boolean servesCurrentSite() {
        return site.isEmpty() || site.equals(Site.current(publicSchema));
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

    /** Puts what is meant for one site before what is meant for all. */
    @Override
    public int compareTo(SiteCondition other, HttpServletRequest request) {
        int bySite = Boolean.compare(other.site.isPresent(), site.isPresent());
        return bySite != 0 ? bySite : rest.compareTo(other.rest, request);
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
