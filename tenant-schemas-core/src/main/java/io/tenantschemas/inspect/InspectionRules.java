package io.tenantschemas.inspect;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.role.TenantRoles;

/**
 * What an inspection goes by.
 *
 * @param mainSite the hosts that lead to no tenant
 * @param roles the roles to which the schemas of tenants belong and as which indexes are built; null if all is the database user's
 * @param patience for how long each wait may take while an index is built anew, during which nobody else has to wait; null where a
 *     pooler gives the session to others after each statement, who would get what is set in it
 * @param isApart whether schemas are made on connections of another data source than that which holds the tenants, and so by a running
 *     application only, for tenants that wait for theirs
 */
public record InspectionRules(
        PublicHosts mainSite,
        @Nullable TenantRoles roles,
        @Nullable Duration patience,
        boolean isApart) {

    /** Checks that there are hosts to go by, be it none. */
    public InspectionRules {
        Assert.notNull(mainSite, "'mainSite' must not be null");
    }
}
