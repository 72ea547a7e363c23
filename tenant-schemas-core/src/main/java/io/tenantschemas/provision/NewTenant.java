package io.tenantschemas.provision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;

/**
 * A tenant that is yet to be made.
 *
 * @param schema the name of the schema that is to be made
 * @param domains the hosts that are to lead to it, the primary one first
 * @param attributes what else the application's own model of a tenant has, by name; a text is converted to what it is meant to be
 */
public record NewTenant(SchemaName schema, List<HostName> domains, Map<String, Object> attributes) {

    /** Checks that there is a domain, and copies what it is given. */
    public NewTenant {
        Assert.notNull(schema, "'schema' must not be null");
        Assert.notEmpty(domains, "'domains' must not be empty");
        Assert.notNull(attributes, "'attributes' must not be null");
        domains = domains.stream().distinct().toList();
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * Returns a tenant without attributes.
     *
     * @throws io.tenantschemas.tenant.InvalidSchemaNameException if {@code schema} cannot be the name of a schema
     * @throws io.tenantschemas.tenant.InvalidHostException if {@code domain} cannot be the name of a host
     */
    public static NewTenant of(String schema, String domain) {
        return new NewTenant(SchemaName.of(schema), List.of(HostName.of(domain)), Map.of());
    }

    /**
     * Returns the same with another host.
     *
     * @throws io.tenantschemas.tenant.InvalidHostException if {@code domain} cannot be the name of a host
     */
    public NewTenant withDomain(String domain) {
        List<HostName> all = new ArrayList<>(domains);
        all.add(HostName.of(domain));
        return new NewTenant(schema, all, attributes);
    }

    /** Returns the same with another attribute, or another value of one that it has. */
    public NewTenant with(String attribute, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(attributes);
        all.put(attribute, value);
        return new NewTenant(schema, domains, all);
    }
}
