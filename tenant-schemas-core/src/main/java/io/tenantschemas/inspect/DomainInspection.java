package io.tenantschemas.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.inspect.Finding.DomainProblem;
import io.tenantschemas.inspect.Finding.DomainProblem.Problem;
import io.tenantschemas.inspect.StoredRow.StoredDomain;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.InvalidHostException;
import io.tenantschemas.tenant.SchemaName;

/**
 * Looks at the hosts of each tenant. Where no tenant has any, the application finds tenants by something else than hosts, and that
 * they have none is as it should be.
 */
final class DomainInspection {

    private final TenantTable table;

    private final PublicHosts mainSite;

    private final List<Finding> findings = new ArrayList<>();

    private final List<Finding> withoutDomain = new ArrayList<>();

    private boolean isAnyDomain;

    DomainInspection(TenantTable table, PublicHosts mainSite) {
        this.table = table;
        this.mainSite = mainSite;
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        if (isAnyDomain) {
            all.addAll(withoutDomain);
        }
        return all;
    }

    /**
     * Looks at the hosts of a tenant.
     *
     * @param schema the tenant's schema, if its name is one
     * @param isPublic whether it is the main site, whose hosts may stand elsewhere
     */
    void inspect(StoredRow row, @Nullable SchemaName schema, boolean isPublic) {
        List<SchemaName> schemas = schema == null ? List.of() : List.of(schema);
        isAnyDomain = isAnyDomain || !row.domains().isEmpty();
        row.hosts().stream()
                .filter(domain -> host(domain).isEmpty())
                .map(domain -> unreachable(row, schemas, domain))
                .forEach(findings::add);
        if (!isPublic) {
            row.hosts().stream()
                    .filter(domain -> host(domain).filter(mainSite::contains).isPresent())
                    .map(domain -> ofMainSite(row, schemas, domain))
                    .forEach(findings::add);
        }
        if (row.domains().isEmpty()) {
            if (!isPublic) {
                withoutDomain.add(problem(Problem.NO_DOMAIN, row, schemas, List.of(), false, adding(row)));
            }
            return;
        }
        List<String> primary = row.domains().stream()
                .filter(StoredDomain::primary)
                .map(StoredDomain::domain)
                .toList();
        if (primary.isEmpty()) {
            boolean isOnly = row.domains().size() == 1 && schema != null && !isPublic;
            findings.add(problem(Problem.NO_PRIMARY, row, schemas, row.hosts(), isOnly, makingPrimary(row, isOnly)));
        } else if (primary.size() > 1) {
            findings.add(problem(Problem.SEVERAL_PRIMARY, row, schemas, primary, false, makingOthersSecondary(row)));
        }
    }

    /** Returns the host by which requests name the domain, or empty if none can. */
    private static Optional<HostName> host(String domain) {
        try {
            // As the registry compares.
            return Optional.of(new HostName(domain.toLowerCase(Locale.ROOT)));
        } catch (InvalidHostException malformed) {
            return Optional.empty();
        }
    }

    private Finding ofMainSite(StoredRow row, List<SchemaName> schemas, String domain) {
        String remedy =
                "Take it out of 'tenant-schemas.public-hosts' if it is the tenant's. If it is the main site's: DELETE FROM %s %s"
                        .formatted(table.qualifiedDomains(), where(row, domain));
        return problem(Problem.MAIN_SITE, row, schemas, List.of(domain), false, remedy);
    }

    private static String where(StoredRow row, String domain) {
        return "WHERE tenant_id = %d AND domain = %s;".formatted(row.id(), Names.literal(domain));
    }

    private Finding unreachable(StoredRow row, List<SchemaName> schemas, String domain) {
        String where = where(row, domain);
        String remedy = asRequested(domain)
                .map(host -> "Write it as requests do: UPDATE %s SET domain = '%s' %s"
                        .formatted(table.qualifiedDomains(), host, where))
                .orElseGet(() -> "Correct it, or if nobody needs it: DELETE FROM %s %s"
                        .formatted(table.qualifiedDomains(), where));
        return problem(Problem.UNREACHABLE, row, schemas, List.of(domain), false, remedy);
    }

    private static Optional<HostName> asRequested(String domain) {
        try {
            return Optional.of(HostName.of(domain.strip()));
        } catch (InvalidHostException malformed) {
            return Optional.empty();
        }
    }

    private static DomainProblem problem(
            Problem problem,
            StoredRow row,
            List<SchemaName> schemas,
            List<String> domains,
            boolean isRepairable,
            String remedy) {
        return new DomainProblem(problem, domains, List.of(row.id()), schemas, isRepairable, remedy);
    }

    private String adding(StoredRow row) {
        return "Add one: INSERT INTO %s (tenant_id, domain, is_primary) VALUES (%d, 'HOST', true);"
                .formatted(table.qualifiedDomains(), row.id());
    }

    private String makingPrimary(StoredRow row, boolean isOnly) {
        return isOnly
                ? "It has this one only, which check-schemas --repair makes the primary one."
                : "Choose one: UPDATE %s SET is_primary = true WHERE tenant_id = %d AND domain = %s;"
                        .formatted(
                                table.qualifiedDomains(),
                                row.id(),
                                Names.literal(row.hosts().get(0)));
    }

    private String makingOthersSecondary(StoredRow row) {
        return "Choose one: UPDATE %s SET is_primary = domain = 'HOST' WHERE tenant_id = %d;"
                .formatted(table.qualifiedDomains(), row.id());
    }
}
