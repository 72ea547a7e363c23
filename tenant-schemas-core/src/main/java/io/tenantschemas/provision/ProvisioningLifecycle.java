package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.Assert;

import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantChannel;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Makes and drops schemas as rows of tenants come and go, and tells the nodes and the application. */
public final class ProvisioningLifecycle implements TenantLifecycle {

    private static final Log logger = LogFactory.getLog(ProvisioningLifecycle.class);

    private final SchemaProvisioner provisioner;

    private final TenantTable table;

    private final TenantStore store;

    private final TenantChannel channel;

    private final TenantChangePublisher changes;

    private final ApplicationEventPublisher events;

    private final boolean autoDrop;

    private final ProvisioningMode mode;

    private final UnbuiltTenants unbuilt;

    /**
     * Creates a lifecycle in which schemas are made in the transactions that save tenants.
     *
     * @param provisioner what makes and drops schemas
     * @param table where the rows of tenants are
     * @param changes who in this node has to know that a tenant changed
     * @param events where events are published
     * @param autoDrop whether deleting a tenant's row drops its schema
     */
    public ProvisioningLifecycle(
            SchemaProvisioner provisioner,
            TenantTable table,
            TenantChangePublisher changes,
            ApplicationEventPublisher events,
            boolean autoDrop) {
        this(provisioner, table, changes, events, autoDrop, ProvisioningMode.SYNC);
    }

    /**
     * Creates a lifecycle.
     *
     * @param provisioner what makes and drops schemas
     * @param table where the rows of tenants are
     * @param changes who in this node has to know that a tenant changed
     * @param events where events are published
     * @param autoDrop whether deleting a tenant's row drops its schema
     * @param mode when the schemas of new tenants are made
     * @throws IllegalArgumentException if they would be made or dropped in these transactions, and are made on connections of another
     *     data source
     */
    public ProvisioningLifecycle(
            SchemaProvisioner provisioner,
            TenantTable table,
            TenantChangePublisher changes,
            ApplicationEventPublisher events,
            boolean autoDrop,
            ProvisioningMode mode) {
        Assert.notNull(mode, "'mode' must not be null");
        Assert.notNull(provisioner, "'provisioner' must not be null");
        Assert.notNull(table, "'table' must not be null");
        Assert.notNull(changes, "'changes' must not be null");
        Assert.notNull(events, "'events' must not be null");
        Assert.isTrue(
                !provisioner.isApart() || (mode != ProvisioningMode.SYNC && !autoDrop),
                "Schemas that are made on connections of another data source come after the transaction that saves the tenant,"
                        + " and do not go with the one that deletes it");
        this.provisioner = provisioner;
        this.table = table;
        this.store = new TenantStore(table);
        this.channel = new TenantChannel(table.publicSchema());
        this.changes = changes;
        this.events = events;
        this.autoDrop = autoDrop;
        this.mode = mode;
        this.unbuilt = new UnbuiltTenants(provisioner, table, mode);
    }

    @Override
    public ProvisioningMode mode() {
        return mode;
    }

    @Override
    public List<TenantOccurrence> beforeCommitOfCreated(List<Tenant> tenants, Connection connection)
            throws SQLException {
        List<TenantOccurrence> created = new ArrayList<>();
        for (Tenant tenant : ofTheirTypes(tenants, connection)) {
            provisioner.refuseMainSites(
                    tenant.schema(), tenant.domains().stream().map(Domain::host).toList());
            created.add(create(tenant, connection));
        }
        return announce(created, connection);
    }

    private TenantOccurrence create(Tenant tenant, Connection connection) throws SQLException {
        if (tenant.schema().equals(provisioner.publicSchema())) {
            return TenantOccurrence.created(tenant);
        }
        if (mode != ProvisioningMode.SYNC) {
            return unbuilt.signUp(tenant, connection);
        }
        return bounded(tenant.schema(), "created", connection, () -> {
            provisioner.create(tenant, connection);
            return TenantOccurrence.created(tenant);
        });
    }

    /** Returns those that are there, with the types that stand in their rows. */
    private List<Tenant> ofTheirTypes(List<Tenant> tenants, Connection connection) throws SQLException {
        Map<Long, TenantRow> there = store.find(tenants, connection);
        List<Tenant> ofTheirTypes = new ArrayList<>();
        for (Tenant tenant : tenants) {
            TenantRow row = there.get(tenant.id());
            if (row != null) {
                ofTheirTypes.add(tenant.withType(table.typeOf(row.type())));
            }
        }
        return ofTheirTypes;
    }

    @Override
    public List<TenantOccurrence> beforeCommitOfChanged(List<Tenant> tenants, Connection connection)
            throws SQLException {
        Map<Long, TenantRow> there = store.find(tenants, connection);
        List<TenantOccurrence> changed = new ArrayList<>();
        for (Tenant tenant : tenants) {
            Optional.ofNullable(there.get(tenant.id()))
                    .flatMap(row -> row.appliedTo(tenant, table))
                    // Its status is another one only if somebody else has changed it, and told of it.
                    .map(actual -> TenantOccurrence.changed(actual, Optional.empty()))
                    .ifPresent(changed::add);
        }
        return announce(changed, connection);
    }

    @Override
    public Tenant beforeDelete(Tenant tenant, Connection connection) throws SQLException {
        // Whoever makes its schema at that moment, or changes the tenant, may need a long time for that.
        Tenant actual = bounded(tenant.schema(), "deleted", connection, () -> store.lock(tenant, connection))
                .flatMap(row -> row.namedIn(tenant))
                .orElse(tenant);
        if (provisioner.isEverybodys(actual.schema())) {
            throw TenantRefusedException.ofEverybody(actual.schema(), "deleted");
        }
        return actual;
    }

    @Override
    public List<TenantOccurrence> beforeCommitOfDeleted(List<Tenant> tenants, Connection connection)
            throws SQLException {
        Set<Long> there = store.find(tenants, connection).keySet();
        List<Tenant> deleted =
                tenants.stream().filter(tenant -> !there.contains(tenant.id())).toList();
        List<TenantOccurrence> dropped = new ArrayList<>();
        for (Tenant tenant : deleted) {
            dropped.add(dropped(tenant, connection));
        }
        return announce(dropped, connection);
    }

    private TenantOccurrence dropped(Tenant tenant, Connection connection) throws SQLException {
        // What is left of a schema is nobody's to keep, and would pass for all of it where somebody adopts it.
        boolean isBegun = PartialDrop.isBegun(tenant.schema(), connection);
        if (provisioner.isApart()
                && (isBegun || (UnbuiltTenants.contain(tenant) && unbuilt.isBegun(tenant, connection)))) {
            throw TenantRefusedException.droppedApart(tenant.schema());
        }
        if (UnbuiltTenants.contain(tenant) && !isBegun) {
            // What has its name otherwise is somebody else's.
            waiting(tenant.schema(), connection, () -> unbuilt.giveUp(tenant, connection));
            return TenantOccurrence.dropped(tenant, Schemas.exists(tenant.schema(), connection));
        }
        if (autoDrop || isBegun) {
            waiting(tenant.schema(), connection, () -> provisioner.drop(tenant.schema(), connection));
        }
        return TenantOccurrence.dropped(tenant, !autoDrop && !isBegun);
    }

    private static void waiting(SchemaName schema, Connection connection, Dropping dropping) {
        bounded(schema, "dropped", connection, () -> {
            dropping.run();
            return true;
        });
    }

    private static <T> T bounded(SchemaName schema, String what, Connection connection, LockTimeout.Work<T> work) {
        return new Refusals(schema, what).explain(() -> LockTimeout.around(connection, work));
    }

    @Override
    public List<TenantOccurrence> announce(List<TenantOccurrence> occurrences, Connection connection)
            throws SQLException {
        for (TenantOccurrence occurrence : occurrences) {
            channel.send(occurrence.change(), connection);
        }
        return occurrences;
    }

    @Override
    public List<Tenant> stillThere(List<Tenant> tenants, Connection connection) throws SQLException {
        Set<Long> there = store.find(tenants, connection).keySet();
        return tenants.stream().filter(tenant -> there.contains(tenant.id())).toList();
    }

    @Override
    public List<TenantOccurrence> stillSo(List<TenantOccurrence> occurrences, Connection connection)
            throws SQLException {
        Map<Long, TenantRow> there =
                store.find(occurrences.stream().map(TenantOccurrence::tenant).toList(), connection);
        return occurrences.stream()
                .map(occurrence -> occurrence.confirmedBy(
                        Optional.ofNullable(there.get(occurrence.tenant().id()))))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void afterCommit(List<TenantOccurrence> occurrences) {
        // The node first, with all of it: a listener may throw, and must find what was committed.
        occurrences.forEach(occurrence -> changes.publish(occurrence.change()));
        occurrences.forEach(occurrence -> occurrence.event().ifPresent(this::publish));
    }

    @Override
    public void afterFailure(List<TenantOccurrence> occurrences) {
        for (TenantOccurrence occurrence : occurrences) {
            for (SchemaName schema : occurrence.change().schemas()) {
                changes.publish(new TenantChange.Changed(occurrence.tenant().id(), schema));
            }
        }
    }

    private void publish(Object event) {
        try {
            events.publishEvent(event);
        } catch (RuntimeException failure) {
            // It is committed: an exception would tell the caller otherwise, and keep the next event from others.
            logger.error("A listener failed on %s, which is committed all the same".formatted(event), failure);
        }
    }

    @FunctionalInterface
    private interface Dropping {

        void run() throws SQLException;
    }
}
