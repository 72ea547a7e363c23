package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.springframework.util.Assert;

import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * Changes tenants for those who do not go through JPA.
 *
 * <p>Everything happens in one transaction (but for {@linkplain #drop(SchemaName) dropping} what is too large for one): the caller's,
 * if Spring has one on the data source that holds the tenants, or else one of its own. What fails changes nothing, and leaves a transaction of the caller's as it was before the call. After the
 * commit all nodes are told, and the event is published. Entities of the tenant that a session has loaded notice nothing.
 *
 * <p>Where schemas are changed on connections of {@linkplain io.tenantschemas.routing.DdlDataSource another data source}, adopting,
 * copying, renaming and dropping are transactions there, row and schema together, and are refused within one of the caller's.
 *
 * <p>The public schema and the extra ones of the search path are refused, and so is all of it while a tenant is bound. What
 * uses the tenant at the same time is waited for, for a few seconds.
 */
public final class TenantProvisioner {

    private final ProvisioningTransaction transaction;

    private final SchemaProvisioner schemas;

    private final TenantStore store;

    private final NewTenants made;

    private final DomainChanges domains;

    private final TenantChanges changes;

    /** In which schemas are changed. */
    private final ProvisioningTransaction ofSchemas;

    private final TenantChanges schemaChanges;

    private final UnbuiltTenants unbuilt;

    private final TenantLifecycle lifecycle;

    private final TenantRemoval removal;

    /**
     * Creates a provisioner.
     *
     * @param transaction in which tenants are changed
     * @param schemas what knows which schemas are everybody's
     * @param table where the rows of tenants are
     * @param lifecycle what tells of changes
     */
    public TenantProvisioner(
            ProvisioningTransaction transaction,
            SchemaProvisioner schemas,
            TenantTable table,
            TenantLifecycle lifecycle) {
        this.changes = new TenantChanges(transaction, schemas, table, lifecycle);
        this.ofSchemas = transaction.ofSchemas();
        this.schemaChanges = new TenantChanges(ofSchemas, schemas, table, lifecycle);
        this.removal = new TenantRemoval(ofSchemas, schemas, table, lifecycle);
        this.transaction = transaction;
        this.schemas = schemas;
        this.store = new TenantStore(table);
        this.made = new NewTenants(table, schemas, lifecycle);
        this.domains = new DomainChanges(store, table, schemas);
        this.unbuilt = new UnbuiltTenants(schemas, table, lifecycle.mode());
        this.lifecycle = lifecycle;
    }

    /**
     * Makes a tenant: its row, its domains and its schema, which is migrated and filled. Attributes are columns of the tenants'
     * table. Where schemas are {@linkplain ProvisioningMode made later}, the tenant is {@link TenantStatus#PROVISIONING} until then.
     *
     * @return the tenant as it is
     * @throws InvalidTenantException if a column is missing that has no default, if there is no such column, or if one does not take
     *     its value
     * @throws NameTakenException if another tenant has the name
     * @throws DomainTakenException if another tenant has one of the hosts
     * @throws SchemaExistsException if a schema has the name, or where schemas belong to roles, a role
     * @throws TenantRefusedException if the name is everybody's, or a tenant is bound
     * @throws InitializerFailedException if an initializer failed in a way that cannot be thrown on as it is
     * @throws io.tenantschemas.tenant.TenantSchemasException if its schema could not be made
     * @throws ProvisioningFailedException if the database refused something else
     */
    public Tenant create(NewTenant tenant) {
        Assert.notNull(tenant, "'tenant' must not be null");
        changes.refuse(tenant.schema(), "created");
        TenantOccurrence done = new Refusals(tenant.schema(), "created")
                .explain(() -> transaction.execute(connection -> made.create(tenant, connection)));
        return done.tenant();
    }

    /**
     * Makes a tenant of a schema that is there already, with all that is in it, and brings it up to date. Its history has to say which
     * migrations it has been through. Initializers are not called.
     *
     * @return the tenant as it is
     * @see #adopt(NewTenant, String) how a schema is adopted that has no history
     * @throws InvalidTenantException if a column is missing that has no default, if there is no such column, or if one does not take
     *     its value
     * @throws NameTakenException if another tenant has the name
     * @throws DomainTakenException if another tenant has one of the hosts
     * @throws TenantRefusedException if there is no such schema, if it is everybody's, if schemas belong to roles, or if a tenant is
     *     bound
     * @throws io.tenantschemas.tenant.TenantSchemasException if it could not be brought up to date, for example because it holds
     *     tables and no history
     * @throws ProvisioningFailedException if the database refused something else
     */
    public Tenant adopt(NewTenant tenant) {
        return adopt(tenant, Optional.empty());
    }

    /**
     * Does the same for a schema without a history, which counts as having been through all migrations up to a version: it is for the
     * caller to know that its tables are what they make.
     *
     * @see #adopt(NewTenant)
     * @param version that version
     */
    public Tenant adopt(NewTenant tenant, String version) {
        Assert.hasText(version, "'version' must not be empty");
        return adopt(tenant, Optional.of(version));
    }

    private Tenant adopt(NewTenant tenant, Optional<String> version) {
        Assert.notNull(tenant, "'tenant' must not be null");
        schemaChanges.refuse(tenant.schema(), "adopted");
        TenantOccurrence done = new Refusals(tenant.schema(), "adopted")
                .explain(() -> ofSchemas.execute(connection -> made.adopt(tenant, version, connection)));
        return done.tenant();
    }

    /**
     * Makes a tenant as a copy of another one: its schema with all that is in it, and what its row says of it but for name, status and
     * domains, unless the attributes say otherwise. The copy is active, refers to nothing of the original, and its sequences go on
     * from where those of the original are. Initializers are not called.
     *
     * <p>Others may read the original meanwhile. Who writes into it waits, if its rows are copied.
     *
     * @param from the tenant that is copied, in service or not
     * @param to the new tenant
     * @param options what of the original is copied
     * @return the new tenant as it is
     * @throws io.tenantschemas.context.UnknownTenantException if there is no such tenant
     * @throws InvalidTenantException if an attribute is no column, does not take its value, or if the row cannot be like the other
     *     one's, because of a unique column for example
     * @throws NameTakenException if another tenant has the name
     * @throws DomainTakenException if another tenant has one of the hosts
     * @throws SchemaExistsException if a schema has the name, or where schemas belong to roles, a role
     * @throws TenantRefusedException if one of the names is everybody's, if the tenant has no schema or is not yet or no longer in use,
     *     if schemas belong to roles, or if a tenant is bound
     * @throws io.tenantschemas.schema.UncopyableSchemaException if there is something in the schema that cannot be copied
     * @throws io.tenantschemas.schema.SchemaTooLargeException if the server has no room for so many locks
     * @throws TenantBusyException if somebody uses the tenant and does not end
     * @throws ProvisioningFailedException if the database refused something else
     */
    public Tenant copy(SchemaName from, NewTenant to, CopyOptions options) {
        Assert.notNull(to, "'to' must not be null");
        Assert.notNull(options, "'options' must not be null");
        schemaChanges.refuse(to.schema(), "created");
        return schemaChanges.change(from, "copied", (tenant, connection) -> {
            if (!tenant.status().isBuilt()) {
                throw TenantRefusedException.inStatus(from, "copied", tenant.status());
            }
            return made.copy(tenant, to, options, connection);
        });
    }

    /**
     * Makes a tenant as a copy of another one.
     *
     * @param withData whether the copy has the rows, too, or only tables without any
     * @see #copy(SchemaName, NewTenant, CopyOptions)
     */
    public Tenant copy(SchemaName from, NewTenant to, boolean withData) {
        return copy(from, to, withData ? CopyOptions.everything() : CopyOptions.withoutRows());
    }

    /**
     * Makes a tenant as a copy of another one.
     *
     * @see #copy(SchemaName, NewTenant, boolean)
     */
    public Tenant copy(String from, NewTenant to, boolean withData) {
        return copy(SchemaName.of(from), to, withData);
    }

    /**
     * Drops a tenant: its row, its domains and its schema with all its data. Of a tenant whose schema is yet to be made, or could
     * not be, only what was made for it is dropped.
     *
     * <p>A schema that is too large for one transaction is dropped in batches, unless there is a transaction of the caller's: the
     * tenant is {@code DELETING} from the first one on, which is committed and told like any other status, and gone with the last
     * one. Whatever ends that in between, dropping the tenant again goes on. What others do not give up is waited for several times.
     *
     * @return the tenant as it was
     * @throws UnknownTenantException if there is no such tenant
     * @throws TenantRefusedException if the schema is everybody's or is being made at that moment, if a tenant is bound, or if batches
     *     would be dropped while the schema is being migrated
     * @throws TenantReferencedException if rows of the application's own tables refer to the tenant's
     * @throws TenantBusyException if somebody uses the tenant and does not end
     * @throws io.tenantschemas.schema.SchemaNeededException if other schemas would lose more than foreign keys to the schema's tables
     *     and views of them, such as constraints that need an extension in it
     * @throws io.tenantschemas.schema.SchemaTooLargeException if the server has no room for so many locks in a transaction of the
     *     caller's
     * @throws UnfinishedDropException if not all batches could be dropped, for one of these or another reason, which is its cause
     * @throws ProvisioningFailedException if the database refused something else
     */
    public Tenant drop(SchemaName schema) {
        return removal.drop(schema, any -> true);
    }

    /**
     * Drops a tenant.
     *
     * @see #drop(SchemaName)
     */
    public Tenant drop(String schema) {
        return drop(SchemaName.of(schema));
    }

    /**
     * Drops that tenant and no other: whoever has its name by now is left alone. For those who have asked somebody in the
     * meantime.
     *
     * @return the tenant as it was
     * @throws UnknownTenantException also if another tenant has the name
     * @see #drop(SchemaName)
     */
    public Tenant drop(Tenant tenant) {
        Assert.notNull(tenant, "'tenant' must not be null");
        return removal.drop(tenant.schema(), actual -> actual.id() == tenant.id());
    }

    /**
     * Goes on with the tenants whose {@linkplain #drop(SchemaName) dropping} in batches was begun and which are not gone, because
     * whoever was at it has ended. Where somebody still is, the work is shared. What fails is logged, and does not stop the rest. A
     * tenant whose status somebody has written by hand, and of whose schema nothing was dropped, is left alone.
     *
     * @return the tenants that are gone, without their domains
     * @throws ProvisioningFailedException if the database cannot be asked
     */
    public List<Tenant> finishDropping() {
        return removal.finishBegun();
    }

    /** Returns what drops tenants. */
    TenantRemoval removal() {
        return removal;
    }

    /**
     * Gives a tenant and its schema another name.
     *
     * <p>Transactions that have used a table of the schema end before. What is under way and has not will fail: its
     * connection looks for a schema that is not there any more.
     *
     * <p>Nothing in the schema leads to the former name afterwards, which somebody else may get: search paths of functions are set
     * anew, and texts that have the name in them are refused.
     *
     * @param options what is refused
     * @return the tenant as it is
     * @throws UnknownTenantException if there is no such tenant
     * @throws NameTakenException if a tenant or a schema has the new name
     * @throws TenantRefusedException if one of the names is everybody's or both are one, if the tenant has no schema or none yet or is
     *     being dropped, or if a tenant is bound
     * @throws TenantBusyException if somebody uses the tenant and does not end
     * @throws io.tenantschemas.schema.SchemaMentionedException if a function, a trigger or the like has the former name in a text
     * @throws io.tenantschemas.schema.SchemaTooLargeException if the server has no room for locks of all tables
     * @throws ProvisioningFailedException if the database refused something else
     */
    public Tenant rename(SchemaName from, SchemaName to, RenameOptions options) {
        Assert.notNull(to, "'to' must not be null");
        Assert.notNull(options, "'options' must not be null");
        if (schemas.isEverybodys(to)) {
            throw TenantRefusedException.renamedToEverybodys(from, to);
        }
        if (from.equals(to)) {
            throw TenantRefusedException.renamedToItself(from);
        }
        return schemaChanges.change(from, "renamed", (tenant, connection) -> rename(tenant, to, options, connection));
    }

    /**
     * Gives a tenant and its schema another name, unless its functions and the like have the former one in a text.
     *
     * @see #rename(SchemaName, SchemaName, RenameOptions)
     */
    public Tenant rename(SchemaName from, SchemaName to) {
        return rename(from, to, RenameOptions.refusingMentions());
    }

    /**
     * Gives a tenant and its schema another name.
     *
     * @see #rename(SchemaName, SchemaName)
     */
    public Tenant rename(String from, String to) {
        return rename(SchemaName.of(from), SchemaName.of(to));
    }

    private TenantOccurrence rename(Tenant tenant, SchemaName to, RenameOptions options, Connection connection)
            throws SQLException {
        if (UnbuiltTenants.contain(tenant)) {
            throw TenantRefusedException.inStatus(tenant.schema(), "renamed", tenant.status());
        }
        if (tenant.status() == TenantStatus.DELETING) {
            throw TenantRefusedException.beingDropped(tenant.schema(), "renamed");
        }
        if (store.exists(to, connection) || schemas.isTaken(to, connection)) {
            throw new NameTakenException(tenant.schema(), to, null);
        }
        if (!Schemas.exists(tenant.schema(), connection)) {
            throw TenantRefusedException.withoutSchema(tenant.schema());
        }
        Tenant renamed = tenant.withSchema(to);
        try {
            store.update(renamed, connection);
            schemas.rename(tenant.schema(), to, options, target(connection));
        } catch (SQLException refused) {
            if (SqlStates.isTaken(refused)) {
                throw new NameTakenException(tenant.schema(), to, refused);
            }
            throw refused;
        }
        return TenantOccurrence.renamed(tenant, renamed);
    }

    /**
     * Takes a tenant out of service. One that is suspended already stays as it is, and nobody is told. This can be done, like dropping,
     * to a tenant of a type that the application does not have as well; all else refuses such tenants.
     *
     * @return the tenant as it is
     * @throws UnknownTenantException if there is no such tenant
     * @throws TenantRefusedException if the tenant is not yet or no longer in use, its schema is everybody's, or a tenant is
     *     bound
     * @throws TenantBusyException if somebody writes the tenant's row and does not end
     * @throws ProvisioningFailedException if the database refused something else
     */
    public Tenant suspend(SchemaName schema) {
        return changes.changeOfAnyType(
                schema,
                "suspended",
                (tenant, connection) -> put(tenant, TenantStatus.SUSPENDED, "suspended", connection));
    }

    /**
     * Takes a tenant out of service.
     *
     * @see #suspend(SchemaName)
     */
    public Tenant suspend(String schema) {
        return suspend(SchemaName.of(schema));
    }

    /**
     * Takes a tenant into service again that was suspended or in maintenance. One that is active stays as it is, and nobody
     * is told.
     *
     * <p>A tenant that has {@linkplain TenantStatus#FAILED failed} is made: soon, and in as many attempts as a new one, where that is
     * {@linkplain ProvisioningMode#ASYNC how tenants are made}, or else before this returns, as if it were saved now. With
     * {@link ProvisioningMode#NONE} and a data source of its own for schemas, it waits until somebody asks for it. One that is
     * {@linkplain TenantStatus#DELETING being dropped} is resumed as long as nothing of its schema is gone, and not dropped then.
     *
     * @return the tenant as it is
     * @throws UnknownTenantException if there is no such tenant
     * @throws TenantRefusedException if the tenant is not yet or no longer in use, its schema is everybody's, or a tenant is
     *     bound
     * @throws TenantBusyException if somebody writes the tenant's row and does not end
     * @throws ProvisioningFailedException if the database refused something else
     * @throws io.tenantschemas.tenant.TenantSchemasException if the schema of one that has failed could not be made this time either
     */
    public Tenant resume(SchemaName schema) {
        return changes.change(schema, "resumed", (tenant, connection) -> switch (tenant.status()) {
            case FAILED -> unbuilt.retry(tenant, target(connection));
            case DELETING -> keep(tenant, connection);
            default -> put(tenant, TenantStatus.ACTIVE, "resumed", connection);
        });
    }

    private TenantOccurrence keep(Tenant tenant, Connection connection) throws SQLException {
        if (PartialDrop.isBegun(tenant.schema(), connection) || !Schemas.exists(tenant.schema(), connection)) {
            throw TenantRefusedException.beingDropped(tenant.schema(), "resumed");
        }
        Tenant kept = TenantOccurrence.with(tenant, TenantStatus.ACTIVE);
        store.update(kept, connection);
        return TenantOccurrence.changed(kept, Optional.of(tenant.status()));
    }

    /**
     * Takes a tenant into service again.
     *
     * @see #resume(SchemaName)
     */
    public Tenant resume(String schema) {
        return resume(SchemaName.of(schema));
    }

    /**
     * Takes a tenant out of service for work on its data. One that is in maintenance already stays as it is, and nobody is told.
     *
     * @return the tenant as it is
     * @throws UnknownTenantException if there is no such tenant
     * @throws TenantRefusedException if the tenant is not yet or no longer in use, its schema is everybody's, or a tenant is
     *     bound
     * @throws TenantBusyException if somebody writes the tenant's row and does not end
     * @throws ProvisioningFailedException if the database refused something else
     */
    public Tenant maintain(SchemaName schema) {
        return changes.change(
                schema,
                "put into maintenance",
                (tenant, connection) -> put(tenant, TenantStatus.MAINTENANCE, "put into maintenance", connection));
    }

    /**
     * Takes a tenant out of service for work on its data.
     *
     * @see #maintain(SchemaName)
     */
    public Tenant maintain(String schema) {
        return maintain(SchemaName.of(schema));
    }

    private Connection target(Connection connection) throws SQLException {
        return ProvisioningConnection.behind(connection, lifecycle);
    }

    private TenantOccurrence put(Tenant tenant, TenantStatus status, String what, Connection connection)
            throws SQLException {
        if (!tenant.status().isBuilt()) {
            throw TenantRefusedException.inStatus(tenant.schema(), what, tenant.status());
        }
        Tenant changed = TenantOccurrence.with(tenant, status);
        store.update(changed, connection);
        return TenantOccurrence.changed(changed, Optional.of(tenant.status()));
    }

    /**
     * Gives a tenant another host that leads to it, as the primary one if it has no other.
     *
     * @return the tenant as it is
     * @throws UnknownTenantException if there is no such tenant
     * @throws DomainTakenException if another tenant has the domain, also if it got it at the same time, or if it is the main site's
     * @throws DomainPresentException if the tenant has it already
     * @throws TenantRefusedException if the schema is everybody's, or a tenant is bound
     * @throws TenantBusyException if somebody writes the tenant's row, or that domain for another tenant, and does not end
     * @throws ProvisioningFailedException if the database refused something else
     */
    public Tenant addDomain(SchemaName schema, HostName domain) {
        return change(
                schema, domain, "given the domain", (tenant, connection) -> domains.add(tenant, domain, connection));
    }

    /**
     * Gives a tenant another host that leads to it.
     *
     * @throws io.tenantschemas.tenant.InvalidHostException if {@code domain} cannot be the name of a host
     * @see #addDomain(SchemaName, HostName)
     */
    public Tenant addDomain(String schema, String domain) {
        return addDomain(SchemaName.of(schema), HostName.of(domain));
    }

    /**
     * Gives a tenant another host that leads to it, as the primary one in place of the present one.
     *
     * @return the tenant as it is
     * @see #addDomain(SchemaName, HostName)
     */
    public Tenant addPrimaryDomain(SchemaName schema, HostName domain) {
        return change(
                schema,
                domain,
                "given the domain",
                (tenant, connection) -> domains.addPrimary(tenant, domain, connection));
    }

    /**
     * Gives a tenant another host that leads to it, as the primary one.
     *
     * @throws io.tenantschemas.tenant.InvalidHostException if {@code domain} cannot be the name of a host
     * @see #addPrimaryDomain(SchemaName, HostName)
     */
    public Tenant addPrimaryDomain(String schema, String domain) {
        return addPrimaryDomain(SchemaName.of(schema), HostName.of(domain));
    }

    /**
     * Takes a host from a tenant, which leads nowhere from then on.
     *
     * @return the tenant as it is
     * @throws UnknownTenantException if there is no such tenant
     * @throws UnknownDomainException if the tenant does not have the domain
     * @throws PrimaryDomainException if it is the primary one
     * @throws TenantRefusedException if the schema is everybody's, or a tenant is bound
     * @throws TenantBusyException if somebody writes the tenant's row or its domains and does not end
     * @throws ProvisioningFailedException if the database refused something else
     */
    public Tenant removeDomain(SchemaName schema, HostName domain) {
        return change(
                schema,
                domain,
                "deprived of the domain",
                (tenant, connection) -> domains.remove(tenant, domain, connection));
    }

    /**
     * Takes a host from a tenant.
     *
     * @throws io.tenantschemas.tenant.InvalidHostException if {@code domain} cannot be the name of a host
     * @see #removeDomain(SchemaName, HostName)
     */
    public Tenant removeDomain(String schema, String domain) {
        return removeDomain(SchemaName.of(schema), HostName.of(domain));
    }

    /**
     * Makes one of a tenant's domains the primary one, in place of the present one. What is primary already stays as it is.
     *
     * @return the tenant as it is
     * @throws UnknownTenantException if there is no such tenant
     * @throws UnknownDomainException if the tenant does not have the domain
     * @throws TenantRefusedException if the schema is everybody's, or a tenant is bound
     * @throws TenantBusyException if somebody writes the tenant's row or its domains and does not end
     * @throws ProvisioningFailedException if the database refused something else
     */
    public Tenant makePrimary(SchemaName schema, HostName domain) {
        return change(
                schema,
                domain,
                "given the primary domain",
                (tenant, connection) -> domains.makePrimary(tenant, domain, connection));
    }

    /**
     * Makes one of a tenant's domains the primary one.
     *
     * @throws io.tenantschemas.tenant.InvalidHostException if {@code domain} cannot be the name of a host
     * @see #makePrimary(SchemaName, HostName)
     */
    public Tenant makePrimary(String schema, String domain) {
        return makePrimary(SchemaName.of(schema), HostName.of(domain));
    }

    private Tenant change(SchemaName schema, HostName domain, String what, TenantChanges.Change change) {
        Assert.notNull(domain, "'domain' must not be null");
        return changes.change(schema, "%s '%s'".formatted(what, domain), change);
    }
}
