package io.tenantschemas.web;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;

/** What a request says about the tenant that it is meant for. Whether there is such a tenant is not known yet. */
public sealed interface TenantReference {

    /**
     * The request names a host that leads to the tenant.
     *
     * @param host the host
     */
    record ByHost(HostName host) implements TenantReference {

        /** Checks that there is a host. */
        public ByHost {
            Assert.notNull(host, "'host' must not be null");
        }
    }

    /**
     * The request names the tenant's schema, for example in its path, a header or a claim.
     *
     * @param schema the schema
     */
    record BySchema(SchemaName schema) implements TenantReference {

        /** Checks that there is a schema. */
        public BySchema {
            Assert.notNull(schema, "'schema' must not be null");
        }
    }
}
