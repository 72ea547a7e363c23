package io.tenantschemas.web;

import java.util.Optional;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/** Why a request was not let in. */
public sealed interface Rejection {

    /**
     * The request names something that cannot be a tenant's, such as a malformed host.
     *
     * @param cause what is wrong with it. Its message quotes what came from outside
     */
    record Malformed(TenantSchemasException cause) implements Rejection {

        /** Checks that there is a cause. */
        public Malformed {
            Assert.notNull(cause, "'cause' must not be null");
        }
    }

    /**
     * No tenant is found where the request leads to.
     *
     * @param reference what the request names, or empty when it names nothing
     */
    record NoSuchTenant(Optional<TenantReference> reference) implements Rejection {

        /** Checks that nothing is missing. */
        public NoSuchTenant {
            Assert.notNull(reference, "'reference' must not be null");
        }
    }

    /**
     * Whether there is a tenant where the request leads to is not known and cannot be looked up at the moment, because too many
     * requests led nowhere of late. A second later it may be known.
     *
     * @param reference what the request names
     */
    record NotLookedUp(TenantReference reference) implements Rejection {

        /** Checks that there is a reference. */
        public NotLookedUp {
            Assert.notNull(reference, "'reference' must not be null");
        }
    }

    /**
     * The tenant exists and is not in service.
     *
     * @param tenant the tenant, whose status says why
     */
    record OutOfService(Tenant tenant) implements Rejection {

        /** Checks that there is a tenant. */
        public OutOfService {
            Assert.notNull(tenant, "'tenant' must not be null");
        }
    }

    /**
     * The tenant is in service, but its schema is not there, as where somebody has written the tenant's row with {@code psql}.
     * Unlike the others, this was found out when the application looked for the tenant's data: controllers and filters have seen the
     * request.
     *
     * @param tenant the tenant
     */
    record NotSetUp(Tenant tenant) implements Rejection {

        /** Checks that there is a tenant. */
        public NotSetUp {
            Assert.notNull(tenant, "'tenant' must not be null");
        }
    }

    /**
     * The tenant is in service, but its schema is behind what the application expects of it. It is likely to be migrated soon.
     *
     * @param tenant the tenant
     */
    record BeingUpdated(Tenant tenant) implements Rejection {

        /** Checks that there is a tenant. */
        public BeingUpdated {
            Assert.notNull(tenant, "'tenant' must not be null");
        }
    }

    /**
     * The tenant is in service, but it cannot be found out at the moment whether its schema is as the application expects it.
     *
     * @param tenant the tenant
     */
    record NotInspected(Tenant tenant) implements Rejection {

        /** Checks that there is a tenant. */
        public NotInspected {
            Assert.notNull(tenant, "'tenant' must not be null");
        }
    }
}
