package com.example.clients;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import io.tenantschemas.context.ForEachTenantReport;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantTemplate;

// tag::template[]
@Service
class NoteStatistics {

    private final TenantTemplate tenants;

    private final NoteRepository notes;

    // end::template[]
    private static final Logger logger = LoggerFactory.getLogger(NoteStatistics.class);

    // tag::template[]
    NoteStatistics(TenantTemplate tenants, NoteRepository notes) {
        this.tenants = tenants;
        this.notes = notes;
    }

    long countOf(String schema) {
        return tenants.execute(schema, () -> notes.count());
    }

    Map<String, Long> countOfEach() {
        Map<String, Long> counts = new ConcurrentHashMap<>();
        ForEachTenantReport report = tenants.forEachTenant(
                () -> counts.put(TenantContext.currentSchema().value(), notes.count()));
        report.failures().forEach(failure -> logger.warn("{} has no count", failure.tenant(), failure.cause()));
        return counts;
    }
}
// end::template[]
