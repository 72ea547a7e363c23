package io.tenantschemas.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.InvalidHostException;
import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.Quoted;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/**
 * A tenant as its rows say, unchecked: somebody may have written them with {@code psql}.
 *
 * @param id the primary key
 * @param schemaName the schema's name, empty if there is none
 * @param status the name of the status, empty if there is none
 * @param type the name of the type, empty if there is none
 * @param domains the hosts; rows are added while they are read
 */
record StoredTenant(long id, String schemaName, String status, Optional<String> type, List<StoredDomain> domains) {

    private static final Log logger = LogFactory.getLog(JdbcTenantRegistry.class);

    StoredTenant(long id, String schemaName, String status, Optional<String> type) {
        this(id, schemaName, status, type, new ArrayList<>());
    }

    /** A host as its row says, unchecked. */
    record StoredDomain(String domain, boolean primary) {}

    /**
     * Returns the tenant, without domains that cannot be hosts, or empty when the tenant itself is malformed.
     *
     * @param table knows which types there are
     */
    Optional<Tenant> checked(TenantTable table) {
        Optional<Tenant> tenant = withoutType();
        try {
            Optional<TypeName> its = table.typeOf(type);
            return tenant.map(each -> each.withType(its));
        } catch (UnknownTypeException unknown) {
            // Nor is this guessed at: it would go through the migrations of others.
            tenant.ifPresent(each -> logger.warn("Leaving out tenant %s. %s %s"
                    .formatted(each.describe(), unknown.getMessage(), table.correctingType(id))));
            return Optional.empty();
        }
    }

    /** Returns the same without its type, whatever that is. */
    Optional<Tenant> withoutType() {
        try {
            return Optional.of(
                    new Tenant(id, new SchemaName(schemaName), TenantStatus.valueOf(status), checkedDomains()));
        } catch (InvalidSchemaNameException | IllegalArgumentException malformed) {
            // Never guessed at: with a wrong schema it would be somebody else's data, with a wrong status a tenant
            // that was taken out of service.
            logger.warn("Leaving out the tenant with id %d, schema name %s and status %s: one of them is not valid."
                    .formatted(id, Quoted.text(schemaName), Quoted.text(status)));
            return Optional.empty();
        }
    }

    private List<Domain> checkedDomains() {
        return domains.stream().map(this::checked).flatMap(Optional::stream).toList();
    }

    private Optional<Domain> checked(StoredDomain stored) {
        try {
            // Lower case, as the statement compares; nothing else is mended, because it would not be found.
            return Optional.of(new Domain(new HostName(stored.domain().toLowerCase(Locale.ROOT)), stored.primary()));
        } catch (InvalidHostException malformed) {
            logger.warn("Leaving out the domain %s of the tenant with id %d: it cannot be the name of a host."
                    .formatted(Quoted.text(stored.domain()), id));
            return Optional.empty();
        }
    }
}
