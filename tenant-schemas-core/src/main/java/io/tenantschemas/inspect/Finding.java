package io.tenantschemas.inspect;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.NameCollision;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.tenant.Quoted;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;

/** Something that does not fit together. */
public sealed interface Finding {

    /** Returns in one line what was found, and where. */
    String describe();

    /** Returns in one line what a person does about it, with the SQL or the command to use as far as that is known. */
    String remedy();

    /** Returns the schemas that it is about, as far as they are known. */
    List<SchemaName> schemas();

    /** Returns whether {@link SchemaInspection#repair} mends it. */
    default boolean isRepairable() {
        return false;
    }

    /** Returns whether it is only worth knowing: nothing fails because of it. */
    default boolean isNote() {
        return false;
    }

    /** Returns what of this is about these schemas, or empty if nothing is. */
    default Optional<Finding> restrictedTo(Set<SchemaName> wanted) {
        return schemas().stream().anyMatch(wanted::contains) ? Optional.of(this) : Optional.empty();
    }

    /**
     * The tables of tenants lack something that the library relies on.
     *
     * @param publicSchema the schema that they are in
     * @param what what they lack
     * @param remedy the statement that adds it
     */
    record IncompleteTable(SchemaName publicSchema, String what, String remedy) implements Finding {

        @Override
        public String describe() {
            return "There is no " + what;
        }

        @Override
        public List<SchemaName> schemas() {
            return List.of(publicSchema);
        }
    }

    /**
     * A schema that was a tenant's, or was going to be, and no tenant has it.
     *
     * @param schema the schema
     * @param content what is in it
     * @param remedy what to do
     */
    record SchemaWithoutTenant(SchemaName schema, Content content, String remedy) implements Finding {

        /** What is in it. */
        public enum Content {

            /** What tenants' migrations have made. */
            TENANT,

            /** Nothing but Flyway's history table. */
            HISTORY,

            /** Nothing at all. */
            NOTHING,

            /** What is left of a tenant that was being dropped when its row was deleted. */
            REST
        }

        @Override
        public String describe() {
            return switch (content) {
                case TENANT -> schema + ": no tenant has this schema, which has been through tenants' migrations";
                case HISTORY -> schema + ": no tenant has this schema, which holds nothing but a history of migrations";
                case NOTHING -> schema + ": no tenant has this schema, which is empty";
                case REST -> schema + ": no tenant has this schema, which is the rest of one that was being dropped";
            };
        }

        @Override
        public List<SchemaName> schemas() {
            return List.of(schema);
        }
    }

    /**
     * A tenant whose schema does not exist.
     *
     * @param id the tenant's id
     * @param schema the schema that there should be
     * @param status the tenant's status
     * @param isRepairable whether the schema can be made
     * @param remedy what to do
     */
    record TenantWithoutSchema(long id, SchemaName schema, TenantStatus status, boolean isRepairable, String remedy)
            implements Finding {

        /** Returns the same for a tenant whose name somebody else has as well, for whom nothing can be made. */
        TenantWithoutSchema whoseNameIsContested() {
            return new TenantWithoutSchema(
                    id, schema, status, false, "Others have its name, which is another finding. See to that first.");
        }

        @Override
        public String describe() {
            return "%s (id %d): the tenant is %s and its schema does not exist".formatted(schema, id, status);
        }

        @Override
        public List<SchemaName> schemas() {
            return List.of(schema);
        }
    }

    /**
     * A tenant whose schema could not be made, or is yet to be made and nobody does so by himself, and there is a schema of its name
     * all the same: half of its own, or somebody else's. What that holds is not looked into.
     *
     * @param id the tenant's id
     * @param schema its schema
     * @param status its status
     * @param remedy what to do
     */
    record UnbuiltTenant(long id, SchemaName schema, TenantStatus status, String remedy) implements Finding {

        @Override
        public String describe() {
            return "%s (id %d): the tenant is %s, and there is a schema of its name".formatted(schema, id, status);
        }

        @Override
        public List<SchemaName> schemas() {
            return List.of(schema);
        }
    }

    /**
     * A tenant whose type is written otherwise than the application's entity reads it: whatever loads the entity fails.
     *
     * @param id the tenant's id
     * @param schema its schema
     * @param type what stands there
     * @param expected what should
     * @param remedy what to do
     */
    record MiswrittenType(long id, SchemaName schema, String type, String expected, String remedy) implements Finding {

        @Override
        public String describe() {
            return "%s (id %d): its type is written as %s, which the application's entity does not read; it reads '%s'"
                    .formatted(schema, id, Quoted.text(type), expected);
        }

        @Override
        public List<SchemaName> schemas() {
            return List.of(schema);
        }
    }

    /**
     * A tenant that is being dropped: somebody is at it, or whoever was has ended before the end. What its schema still holds is not
     * looked into.
     *
     * @param id the tenant's id
     * @param schema its schema
     * @param hasSchema whether something of that is left
     */
    record TenantBeingDropped(long id, SchemaName schema, boolean hasSchema) implements Finding {

        @Override
        public String describe() {
            return "%s (id %d): the tenant is being dropped, or was left over%s"
                    .formatted(schema, id, hasSchema ? "" : "; its schema is gone");
        }

        @Override
        public String remedy() {
            return "If nobody is at it any more, run delete-tenant %1$s, which goes on, or resume-tenant %1$s, which is refused once data is gone."
                    .formatted(schema);
        }

        @Override
        public List<SchemaName> schemas() {
            return List.of(schema);
        }
    }

    /**
     * A row of the tenants' table that cannot be a tenant, and is passed over everywhere.
     *
     * @param id the row's id
     * @param schemaName what stands in {@code schema_name}
     * @param status what stands in {@code status}
     * @param reason what is wrong with it
     * @param schemas the schema, if it is one
     * @param remedy what to do
     */
    record UnusableTenant(
            long id,
            @Nullable String schemaName,
            @Nullable String status,
            String reason,
            List<SchemaName> schemas,
            String remedy)
            implements Finding {

        /** Copies the list. */
        public UnusableTenant {
            schemas = List.copyOf(schemas);
        }

        @Override
        public String describe() {
            return "%s (id %d): %s".formatted(Quoted.text(schemaName), id, reason);
        }
    }

    /**
     * Names of tenants or schemas that differ only in case, or not at all.
     *
     * @param names the names, each with whose it is
     * @param schemas those of them that are schemas' names
     * @param remedy what to do
     */
    record Namesakes(List<String> names, List<SchemaName> schemas, String remedy) implements Finding {

        /** Copies the lists. */
        public Namesakes {
            names = List.copyOf(names);
            schemas = List.copyOf(schemas);
        }

        @Override
        public String describe() {
            return String.join(", ", names) + ": the names are the same or differ only in case";
        }
    }

    /**
     * Something about the hosts that lead to tenants.
     *
     * @param problem what
     * @param domains the hosts as they are stored; empty if there are none
     * @param tenants the ids of the tenants that have them
     * @param schemas the tenants' schemas, as far as they are known
     * @param isRepairable whether it can be mended without losing anything
     * @param remedy what to do
     */
    record DomainProblem(
            Problem problem,
            List<String> domains,
            List<Long> tenants,
            List<SchemaName> schemas,
            boolean isRepairable,
            String remedy)
            implements Finding {

        /** What can be wrong with hosts. */
        public enum Problem {

            /** Several rows, of one tenant or of several, have the same host, but for case. */
            CLASH,

            /** No request can name it. */
            UNREACHABLE,

            /** It is the main site's, where requests to it lead. */
            MAIN_SITE,

            /** There is no such tenant. */
            NO_TENANT,

            /** The tenant has no host. */
            NO_DOMAIN,

            /** None of the tenant's hosts is the primary one. */
            NO_PRIMARY,

            /** Several of the tenant's hosts are primary. */
            SEVERAL_PRIMARY
        }

        /** Copies the lists. */
        public DomainProblem {
            domains = List.copyOf(domains);
            tenants = List.copyOf(tenants);
            schemas = List.copyOf(schemas);
        }

        @Override
        public String describe() {
            String hosts = domains.stream().map(Quoted::text).collect(Collectors.joining(", "));
            return switch (problem) {
                case CLASH ->
                    (tenants.size() == 1
                                    ? "%s: the domain stands there more than once (%s)"
                                    : "%s: the domain leads to several tenants (%s)")
                            .formatted(hosts, owners());
                case UNREACHABLE -> "%s: no request can name the domain %s".formatted(owners(), hosts);
                case MAIN_SITE -> "%s: requests to the domain %s lead to the main site".formatted(owners(), hosts);
                case NO_TENANT -> "%s: the domain is of a tenant that does not exist (%s)".formatted(hosts, owners());
                case NO_DOMAIN -> owners() + ": the tenant has no domain";
                case NO_PRIMARY -> "%s: no domain of the tenant is the primary one (%s)".formatted(owners(), hosts);
                case SEVERAL_PRIMARY -> "%s: several domains of the tenant are primary (%s)".formatted(owners(), hosts);
            };
        }

        private String owners() {
            String ids = tenants.stream().map(id -> "id " + id).collect(Collectors.joining(", "));
            return schemas.size() == 1 && tenants.size() == 1 ? "%s (%s)".formatted(schemas.get(0), ids) : ids;
        }
    }

    /**
     * Something in sight of every tenant has a name that belongs to the tenants.
     *
     * @param collision what and where
     */
    record NameInSight(NameCollision collision) implements Finding {

        @Override
        public String describe() {
            return "The %s has a name that belongs to the tenants: one that lacks its own would read and write there"
                    .formatted(collision.describe());
        }

        @Override
        public String remedy() {
            return "Look into it, and put it out of reach, for example: CREATE SCHEMA IF NOT EXISTS \"legacy\"; "
                    + collision.remedy();
        }

        @Override
        public List<SchemaName> schemas() {
            return List.of(collision.schema());
        }
    }

    /**
     * Migrations that schemas have not been through.
     *
     * @param schemas the schemas, all of which have the same pending
     * @param isShared whether it is the shared schema
     * @param migrations what is pending, in order
     */
    record PendingMigrations(List<SchemaName> schemas, boolean isShared, List<PendingMigration> migrations)
            implements Finding {

        /** Copies the lists. */
        public PendingMigrations {
            schemas = List.copyOf(schemas);
            migrations = List.copyOf(migrations);
        }

        @Override
        public String describe() {
            return "%s: %d pending: %s"
                    .formatted(
                            Names.of(schemas),
                            migrations.size(),
                            migrations.stream().map(PendingMigration::script).collect(Collectors.joining(", ")));
        }

        @Override
        public String remedy() {
            return isShared
                    ? "Run migrate-schemas --shared."
                    : "Run migrate-schemas"
                            + (schemas.size() == 1 ? " --schema=" + schemas.get(0) : "")
                            + "; their tables are compared with the model once they are up to date.";
        }

        @Override
        public Optional<Finding> restrictedTo(Set<SchemaName> wanted) {
            return Names.restricted(schemas, wanted).map(some -> new PendingMigrations(some, isShared, migrations));
        }
    }

    /**
     * Histories that do not fit the files of migrations: a migration failed, or a file was changed or is missing.
     *
     * @param schemas the schemas, all of which have the same
     * @param failure what is known of it
     */
    record HistoryMismatch(List<SchemaName> schemas, MigrationFailure failure) implements Finding {

        /** Copies the list. */
        public HistoryMismatch {
            schemas = List.copyOf(schemas);
        }

        @Override
        public String describe() {
            return Names.of(schemas) + ": the history of migrations does not fit the files: "
                    + Names.oneLine(failure.describe());
        }

        @Override
        public String remedy() {
            if (failure.hint() != null) {
                return (schemas.size() == 1 ? "" : "For one of them: ") + Names.oneLine(failure.hint());
            }
            return "Deploy the files as they ran. If a schema is right as it is all the same, correct its table"
                    + " flyway_schema_history by hand, or with Flyway's 'repair'.";
        }

        @Override
        public Optional<Finding> restrictedTo(Set<SchemaName> wanted) {
            return Names.restricted(schemas, wanted).map(some -> new HistoryMismatch(some, failure));
        }
    }

    /**
     * What the application expects in tenants' schemas is not known, so that no schema was compared with it.
     *
     * @param reason why
     */
    record ModelUnknown(String reason) implements Finding {

        @Override
        public String describe() {
            return "No schema was compared with the application's entities: " + Names.oneLine(reason);
        }

        @Override
        public String remedy() {
            return "See to it that they can be mapped so, or define a bean of type TenantModel that tells what tenants' schemas hold.";
        }

        @Override
        public List<SchemaName> schemas() {
            return List.of();
        }

        @Override
        public Optional<Finding> restrictedTo(Set<SchemaName> wanted) {
            return Optional.of(this);
        }
    }

    /**
     * Schemas that are not what the application expects.
     *
     * @param schemas the schemas, all of which have the same
     * @param part what is missing or extra
     * @param fault which of it
     * @param remedy what to do
     */
    record ModelDeviation(List<SchemaName> schemas, Part part, Fault fault, String remedy) implements Finding {

        /** How a schema can deviate. */
        public enum Fault {

            /** The application needs it, and it is not there. */
            MISSING,

            /** It is there, and no entity has it. */
            EXTRA,

            /** No entity has that column, and without a value for it no row can be added. */
            UNFILLABLE
        }

        /** Copies the list. */
        public ModelDeviation {
            schemas = List.copyOf(schemas);
        }

        @Override
        public String describe() {
            String what = part.describe();
            return Names.of(schemas)
                    + switch (fault) {
                        case MISSING -> ": the %s is missing, which the application's entities need".formatted(what);
                        case EXTRA -> ": no entity of the application has the %s".formatted(what);
                        case UNFILLABLE ->
                            ": no entity of the application has the %s, which needs a value in each new row"
                                    .formatted(what);
                    };
        }

        @Override
        public boolean isNote() {
            return fault == Fault.EXTRA;
        }

        @Override
        public Optional<Finding> restrictedTo(Set<SchemaName> wanted) {
            return Names.restricted(schemas, wanted).map(some -> new ModelDeviation(some, part, fault, remedy));
        }
    }

    /**
     * Schemas that are not like most of those that have been through the same migrations.
     *
     * @param schemas the schemas, all of which have the same
     * @param like one of the others
     * @param others how many the others are
     * @param part what is another
     * @param expected what the others have, or null if they have none
     * @param actual what these have, or null if they have none
     * @param remedy what to do
     */
    record ShapeDeviation(
            List<SchemaName> schemas,
            SchemaName like,
            int others,
            Part part,
            @Nullable String expected,
            @Nullable String actual,
            String remedy)
            implements Finding {

        /** Copies the list. */
        public ShapeDeviation {
            schemas = List.copyOf(schemas);
        }

        @Override
        public String describe() {
            String these = "%s: the %s is ".formatted(Names.of(schemas), part.describe());
            String unlike = others == 1 ? like.toString() : "%s and %,d more".formatted(like, others - 1);
            if (actual == null) {
                return these + "missing; %s %s it".formatted(unlike, others == 1 ? "has" : "have");
            }
            if (expected == null) {
                return these + "there; %s %s not have it".formatted(unlike, others == 1 ? "does" : "do");
            }
            return these + "'%s', but '%s' in %s".formatted(Names.oneLine(actual), Names.oneLine(expected), unlike);
        }

        @Override
        public Optional<Finding> restrictedTo(Set<SchemaName> wanted) {
            return Names.restricted(schemas, wanted)
                    .map(some -> new ShapeDeviation(some, like, others, part, expected, actual, remedy));
        }
    }

    /**
     * An index that the server keeps up to date, or not even that, and does not use.
     *
     * @param schema the schema
     * @param table the table
     * @param index the index
     * @param isRepairable whether it can be built anew without losing anything
     * @param remedy what to do
     */
    record InvalidIndex(SchemaName schema, String table, String index, boolean isRepairable, String remedy)
            implements Finding {

        @Override
        public String describe() {
            return "%s: the index %s of table %s is not valid".formatted(schema, index, table);
        }

        @Override
        public List<SchemaName> schemas() {
            return List.of(schema);
        }
    }
}
