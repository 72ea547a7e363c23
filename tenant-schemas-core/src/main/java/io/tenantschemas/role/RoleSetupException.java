package io.tenantschemas.role;

import java.util.List;
import java.util.stream.Collectors;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when the database is not as it has to be for tenants that have roles. */
public final class RoleSetupException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 10;

    private RoleSetupException(String message) {
        super(message);
    }

    static RoleSetupException inheriting(DatabaseUser user) {
        return new RoleSetupException(
                ("User '%s' may do what each tenant's role may do, also while it works for no tenant, so that"
                                + " tenant-schemas.routing.strategy=role would be no wall. Let it inherit nothing: ALTER ROLE %s NOINHERIT;"
                                + " (PostgreSQL 15; from 16 on each membership says so for itself). What it needs of other roles'"
                                + " privileges has to be granted to itself then.")
                        .formatted(user.name(), user.quotedName()));
    }

    static RoleSetupException inheritingFrom(DatabaseUser user, List<String> schemas) {
        return new RoleSetupException(
                ("User '%s' may do what roles of tenants may, also while it works for no tenant, so that"
                                + " tenant-schemas.routing.strategy=role would be no wall: it inherits from %s, by a grant of somebody else's or"
                                + " through another role. Take that back: REVOKE INHERIT OPTION FOR ... FROM %s GRANTED BY ...;")
                        .formatted(user.name(), shown(schemas), user.quotedName()));
    }

    static RoleSetupException schemaOf(DatabaseUser user) {
        return new RoleSetupException(
                ("There is a schema '%s', which is called like the database user and so would come before the shared one in its"
                                + " search path, with tenant-schemas.routing.strategy=role. Rename the schema, use a user of another name, or"
                                + " choose another strategy.")
                        .formatted(user.name()));
    }

    static RoleSetupException without(List<String> schemas) {
        return new RoleSetupException(
                ("Schemas of tenants do not belong to roles of their names, which nobody logs in as, as"
                                + " tenant-schemas.routing.strategy=role needs: %s."
                                + " Give them roles, as docs/role.md says for tenants that were there before, or choose another"
                                + " strategy.")
                        .formatted(shown(schemas)));
    }

    private static String shown(List<String> schemas) {
        String more = schemas.size() > SHOWN ? " and %d more".formatted(schemas.size() - SHOWN) : "";
        return schemas.stream().limit(SHOWN).map("'%s'"::formatted).collect(Collectors.joining(", ", "", more));
    }
}
