package io.tenantschemas.role;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;

/**
 * What the roles of tenants may do with what all tenants see. They have it as members of one group.
 *
 * @param group the group, to which anybody may grant more, in migrations for example; null for one that is called like the
 *     database, with {@code _tenants} at the end
 * @param schemas the schemas that all tenants see
 * @param tables what its members may do with each shared table, but for Flyway's history; with sequences they may do what goes
 *     with that. If empty, nothing is granted to the group here
 */
public record SharedPrivileges(@Nullable RoleName group, List<SchemaName> schemas, Set<TablePrivilege> tables) {

    /** Copies the collections. */
    public SharedPrivileges {
        schemas = List.copyOf(schemas);
        tables = Set.copyOf(tables);
    }

    RoleName groupIn(DatabaseUser user) {
        return group == null ? new RoleName(user.database() + "_tenants") : group;
    }
}
