package io.tenantschemas.provision;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;
import io.tenantschemas.tenant.TenantStatus;

/** Thrown when a tenant cannot be saved, changed or deleted as things stand. Nothing was changed. */
public final class TenantRefusedException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    private TenantRefusedException(SchemaName schema, String what, String why) {
        super("Tenant '%s' was not %s: %s".formatted(schema, what, why));
        this.schema = schema;
    }

    /** Returns the refusal to do {@code what} ("saved", "deleted", "renamed") from within another tenant. */
    public static TenantRefusedException withinTenant(SchemaName schema, String what, String bound) {
        return new TenantRefusedException(
                schema,
                what,
                ("%s is bound. Tenants are saved, changed and deleted on the public site or within TenantTemplate.executeShared(...),"
                                + " the transaction included.")
                        .formatted(bound));
    }

    /** Returns the refusal to do {@code what} ("saved", "deleted") without a transaction. */
    public static TenantRefusedException withoutTransaction(SchemaName schema, String what) {
        return new TenantRefusedException(
                schema,
                what,
                "no transaction is active, but its row and its schema must change together or not at all. Begin one first.");
    }

    /** Returns the refusal to save a tenant with the name of a schema that is everybody's. */
    public static TenantRefusedException reserved(SchemaName schema) {
        return new TenantRefusedException(
                schema, "saved", "the name is in the search path of all tenants. Choose another one.");
    }

    /** Returns the refusal to do {@code what} with a tenant whose schema is everybody's, such as the public site. */
    public static TenantRefusedException ofEverybody(SchemaName schema, String what) {
        return new TenantRefusedException(
                schema, what, "its schema is in the search path of all tenants and holds what they share.");
    }

    /** Returns the refusal to give a tenant the name of a schema that is everybody's. */
    static TenantRefusedException renamedToEverybodys(SchemaName schema, SchemaName name) {
        return new TenantRefusedException(
                schema, "renamed", "'%s' is in the search path of all tenants. Choose another name.".formatted(name));
    }

    /** Returns the refusal to rename a tenant to what it is called already. */
    static TenantRefusedException renamedToItself(SchemaName schema) {
        return new TenantRefusedException(schema, "renamed", "that is its name already.");
    }

    /** Returns the refusal to rename a tenant that has no schema. */
    static TenantRefusedException withoutSchema(SchemaName schema) {
        return new TenantRefusedException(
                schema,
                "renamed",
                "it has no schema. If it was saved in this transaction, its schema is made when that commits; rename it"
                        + " afterwards.");
    }

    /** Returns the refusal to copy a tenant where each schema belongs to a role. */
    static TenantRefusedException copiedByRole(SchemaName schema) {
        return new TenantRefusedException(
                schema, "copied", "with strategy role, schemas belong to roles, and copies of such are not supported.");
    }

    /** Returns the refusal to do {@code what} ("copied", "dropped") with a tenant at whose schema a migration is. */
    static TenantRefusedException beingMigrated(SchemaName schema, String what) {
        return new TenantRefusedException(
                schema, what, "its schema is being migrated. Try again when that is through.");
    }

    /** Returns the refusal to do {@code what} ("renamed") with a tenant that is being dropped. */
    static TenantRefusedException beingDropped(SchemaName schema, String what) {
        return new TenantRefusedException(
                schema,
                what,
                "it is being dropped (DELETING). If nobody is at it any more, drop it again, which goes on.");
    }

    /** Returns the refusal to go on dropping a tenant that somebody has put back into service before anything was lost. */
    static TenantRefusedException changedMeanwhile(SchemaName schema) {
        return new TenantRefusedException(
                schema,
                "dropped",
                "somebody has changed its status meanwhile, and nothing of its data is gone. Drop it again if that is still meant.");
    }

    /** Returns the refusal to adopt what is left of a schema that was being dropped. */
    static TenantRefusedException halfDropped(SchemaName schema) {
        return new TenantRefusedException(
                schema,
                "adopted",
                "the schema is what is left of a tenant that was being dropped. Drop the rest: DROP SCHEMA %s CASCADE;"
                        .formatted(schema.quoted()));
    }

    /** Returns the refusal to drop a tenant whose schema is being made at that moment. */
    static TenantRefusedException beingBuilt(SchemaName schema) {
        return new TenantRefusedException(
                schema, "dropped", "its schema is being made. Try again when that is through, or has failed.");
    }

    /** Returns the refusal to make a schema that somebody else makes, or somebody has changed the tenant meanwhile. */
    static TenantRefusedException builtByOthers(SchemaName schema) {
        return new TenantRefusedException(
                schema,
                "given a schema",
                "its schema is being made by somebody else, or the tenant was changed meanwhile. Look at its status, and try again if"
                        + " it still waits.");
    }

    /** Returns the refusal to copy a tenant in a transaction that does not see what others commit. */
    static TenantRefusedException copiedFromSnapshot(SchemaName schema, String isolation) {
        return new TenantRefusedException(
                schema,
                "copied",
                ("the transaction's isolation is %s, whose snapshot does not see rows of tables that others write anew meanwhile. Use"
                                + " READ COMMITTED.")
                        .formatted(isolation));
    }

    /** Returns the refusal to copy a tenant whose schema is not there. */
    static TenantRefusedException nothingToCopy(SchemaName schema) {
        return new TenantRefusedException(schema, "copied", "it has no schema.");
    }

    /** Returns the refusal to adopt a schema that is not there. */
    static TenantRefusedException nothingToAdopt(SchemaName schema) {
        return new TenantRefusedException(
                schema, "adopted", "there is no schema of that name. Create the tenant, which makes one.");
    }

    /** Returns the refusal to adopt a schema where each belongs to a role. */
    static TenantRefusedException adoptedByRole(SchemaName schema) {
        return new TenantRefusedException(
                schema,
                "adopted",
                "with strategy role its schema and all that is in it have to belong to a role of its name. Adopt it with another"
                        + " strategy, and give the schemas to roles afterwards.");
    }

    /** Returns the refusal to do {@code what} ("suspended", "resumed") with a tenant in that status. */
    static TenantRefusedException inStatus(SchemaName schema, String what, TenantStatus status) {
        return new TenantRefusedException(
                schema,
                what,
                "its status is %s. Tenants that are ACTIVE, SUSPENDED or in MAINTENANCE can be.".formatted(status));
    }

    /** Returns the refusal to do {@code what} ("dropped", "renamed") in a transaction on other connections than those of schemas. */
    static TenantRefusedException withinTransaction(SchemaName schema, String what) {
        return new TenantRefusedException(
                schema,
                what,
                "a transaction is under way, and schemas are changed on connections of another data source, of which it knows"
                        + " nothing: one could be committed and not the other. Do it outside of the transaction.");
    }

    /** Returns the refusal to make a schema on the application's connections, where those are not for that. */
    static TenantRefusedException madeApart(SchemaName schema) {
        return new TenantRefusedException(
                schema,
                "given a schema",
                "schemas are made on connections of another data source, and only for tenants that wait for theirs. Set its status to"
                        + " PROVISIONING, and a running application makes it, or migrate-schemas where none does"
                        + " (tenant-schemas.provisioning.mode=none).");
    }

    /** Returns the refusal to put a tenant into service whose schema somebody has begun anew. */
    static TenantRefusedException begunAnew(SchemaName schema) {
        return new TenantRefusedException(
                schema, "put into service", "its schema is not what was built just now: somebody has begun it anew.");
    }

    /** Returns the refusal to delete the row of a tenant of whose schema something is there, where that is dropped elsewhere. */
    static TenantRefusedException droppedApart(SchemaName schema) {
        return new TenantRefusedException(
                schema,
                "deleted",
                "a schema was begun for it, and schemas are dropped on connections of another data source, which are not part of this"
                        + " transaction. Drop it with TenantProvisioner or delete-tenant.");
    }

    /** Returns the refusal to insert or update a tenant, whichever it turns out to be. */
    public static TenantRefusedException upserted(SchemaName schema) {
        return new TenantRefusedException(
                schema,
                "saved",
                "an upsert does not tell whether its schema has to be made. Insert a new tenant, update an existing one.");
    }

    /** Returns the schema of the tenant. */
    public SchemaName schema() {
        return schema;
    }
}
