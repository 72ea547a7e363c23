package io.tenantschemas.provision;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.Assert;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.Tenant;

/** Makes and drops schemas as rows of tenants come and go, and tells the cache and the application. */
public final class ProvisioningLifecycle implements TenantLifecycle {

    private static final Log logger = LogFactory.getLog(ProvisioningLifecycle.class);

    private final SchemaProvisioner provisioner;

    private final TenantTable table;

    private final Consumer<Tenant> cache;

    private final ApplicationEventPublisher events;

    private final boolean autoDrop;

    /**
     * Creates a lifecycle.
     *
     * @param provisioner what makes and drops schemas
     * @param table where the rows of tenants are
     * @param cache what has to forget a tenant that changed
     * @param events where events are published
     * @param autoDrop whether deleting a tenant's row drops its schema
     */
    public ProvisioningLifecycle(
            SchemaProvisioner provisioner,
            TenantTable table,
            Consumer<Tenant> cache,
            ApplicationEventPublisher events,
            boolean autoDrop) {
        Assert.notNull(provisioner, "'provisioner' must not be null");
        Assert.notNull(table, "'table' must not be null");
        Assert.notNull(cache, "'cache' must not be null");
        Assert.notNull(events, "'events' must not be null");
        this.provisioner = provisioner;
        this.table = table;
        this.cache = cache;
        this.events = events;
        this.autoDrop = autoDrop;
    }

    @Override
    public List<Tenant> beforeCommitOfCreated(List<Tenant> tenants, Connection connection) throws SQLException {
        List<Tenant> created = stillThere(tenants, connection);
        for (Tenant tenant : created) {
            if (!tenant.schema().equals(provisioner.publicSchema())) {
                provisioner.create(tenant, connection);
            }
        }
        return created;
    }

    @Override
    public List<Tenant> beforeCommitOfDeleted(List<Tenant> tenants, Connection connection) throws SQLException {
        Set<Long> there = there(tenants, connection);
        List<Tenant> deleted =
                tenants.stream().filter(tenant -> !there.contains(tenant.id())).toList();
        if (autoDrop) {
            for (Tenant tenant : deleted) {
                provisioner.drop(tenant.schema(), connection);
            }
        }
        return deleted;
    }

    @Override
    public List<Tenant> stillThere(List<Tenant> tenants, Connection connection) throws SQLException {
        Set<Long> there = there(tenants, connection);
        return tenants.stream().filter(tenant -> there.contains(tenant.id())).toList();
    }

    private Set<Long> there(List<Tenant> tenants, Connection connection) throws SQLException {
        Set<Long> there = new HashSet<>();
        if (tenants.isEmpty()) {
            return there;
        }
        Array ids = connection.createArrayOf(
                "bigint", tenants.stream().map(Tenant::id).toArray());
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id FROM " + table.qualified() + " WHERE id = ANY (?)")) {
            statement.setArray(1, ids);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    there.add(result.getLong(1));
                }
            }
        }
        return there;
    }

    @Override
    public void afterCommit(List<Tenant> created, List<Tenant> changed, List<Tenant> deleted) {
        List<Tenant> all = new ArrayList<>(created);
        all.addAll(changed);
        all.addAll(deleted);
        // The cache first, all of it: a listener may throw, and must find what was committed.
        all.forEach(cache);
        created.forEach(tenant -> publish(new TenantCreated(tenant)));
        deleted.forEach(tenant -> publish(new TenantDropped(tenant, !autoDrop)));
    }

    private void publish(Object event) {
        try {
            events.publishEvent(event);
        } catch (RuntimeException failure) {
            // It is committed: an exception would tell the caller otherwise, and keep the next event from others.
            logger.error("A listener failed on %s, which is committed all the same".formatted(event), failure);
        }
    }
}
