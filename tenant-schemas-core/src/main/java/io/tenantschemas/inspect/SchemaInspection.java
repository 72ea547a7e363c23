package io.tenantschemas.inspect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.util.Assert;

import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.inspect.Finding.DomainProblem;
import io.tenantschemas.inspect.Finding.IncompleteTable;
import io.tenantschemas.inspect.Finding.InvalidIndex;
import io.tenantschemas.inspect.Finding.ModelUnknown;
import io.tenantschemas.inspect.Finding.NameInSight;
import io.tenantschemas.inspect.Finding.Namesakes;
import io.tenantschemas.inspect.Finding.TenantWithoutSchema;
import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.migrate.NameCollision;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.provision.ProvisioningMode;
import io.tenantschemas.provision.TenantRepair;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TenantTableCheck;
import io.tenantschemas.registry.TenantTableCheck.Missing;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.tenant.SchemaName;

/**
 * Finds out whether the rows of tenants, their schemas, their histories of migrations and the application's model fit together,
 * and mends what loses nothing.
 *
 * <p>One connection is in use at a time. Many tenants are asked about at once, so that there are a few statements for each five
 * hundred, and some for each that is not like the others; where schemas belong to roles, histories are read one by one. What is
 * kept in memory are names of tenants and what was found.
 *
 * <p>What other processes are about to do may be taken for something that is left over, such as an empty schema; an index that
 * is being built is not.
 */
public final class SchemaInspection {

    private final DataSource dataSource;

    private final TenantTable table;

    private final SearchPaths paths;

    private final SchemaMigrator migrator;

    private final FallThroughCheck fallThrough;

    private final Supplier<TenantModel> model;

    private final TenantRepair tenants;

    private final InspectionRules rules;

    /**
     * Creates an inspection.
     *
     * @param dataSource where connections come from, which need not point at any schema
     * @param table where the rows of tenants are
     * @param paths which schemas are in the search path of all; nothing is ever mended there
     * @param migrator what knows the migrations
     * @param fallThrough what knows which names are in sight of all
     * @param model what the application expects in tenants' schemas; asked for at each use
     * @param tenants what mends tenants
     * @param rules what else it goes by
     */
    public SchemaInspection(
            DataSource dataSource,
            TenantTable table,
            SearchPaths paths,
            SchemaMigrator migrator,
            FallThroughCheck fallThrough,
            Supplier<TenantModel> model,
            TenantRepair tenants,
            InspectionRules rules) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(table, "'table' must not be null");
        Assert.notNull(paths, "'paths' must not be null");
        Assert.notNull(migrator, "'migrator' must not be null");
        Assert.notNull(fallThrough, "'fallThrough' must not be null");
        Assert.notNull(model, "'model' must not be null");
        Assert.notNull(tenants, "'tenants' must not be null");
        Assert.notNull(rules, "'rules' must not be null");
        this.dataSource = dataSource;
        this.table = table;
        this.paths = paths;
        this.migrator = migrator;
        this.fallThrough = fallThrough;
        this.model = model;
        this.tenants = tenants;
        this.rules = rules;
    }

    /**
     * Looks at everything, and changes nothing.
     *
     * @throws io.tenantschemas.migrate.DatabaseUnreachableException if there is no connection to be had
     * @throws DataAccessException if the database refused something
     */
    public InspectionReport inspect() {
        return new Run().all();
    }

    /**
     * Looks at everything, because schemas are compared with each other, and returns what is about these; or what is in the way, where
     * the tables of tenants lack so much that tenants cannot be looked at.
     *
     * @param schemas schemas of tenants, the public one, or schemas that no tenant has
     * @throws UnknownTenantException if one of these is neither a tenant's nor one of which there is something to say
     * @see #inspect()
     */
    public InspectionReport inspect(Collection<SchemaName> schemas) {
        Assert.notEmpty(schemas, "'schemas' must not be empty");
        Run run = new Run();
        InspectionReport all = run.all();
        if (!run.hasReadRows) {
            // Nobody knows who is there before that is mended.
            return all;
        }
        run.refuseUnknown(schemas);
        return all.restrictedTo(schemas);
    }

    /**
     * Mends what can be mended without losing anything: makes schemas of tenants that have none, makes the only domain of a tenant
     * the primary one, and builds indexes of tenants anew. Nothing is dropped, and nothing in the public schema or an extra one is
     * touched, but for the rows of tenants' domains. One failure does not stop the rest.
     *
     * @return what became of each finding that {@linkplain Finding#isRepairable() can be mended}
     */
    public List<Repair> repair(InspectionReport report) {
        Assert.notNull(report, "'report' must not be null");
        return report.findings().stream()
                .filter(Finding::isRepairable)
                .map(this::repair)
                .toList();
    }

    private Repair repair(Finding finding) {
        try {
            return new Repair.Done(finding, repaired(finding));
        } catch (SQLException | RuntimeException failure) {
            String message = failure.getMessage();
            return new Repair.Failed(
                    finding,
                    Names.oneLine(
                            message == null || message.isBlank()
                                    ? failure.getClass().getName()
                                    : message));
        }
    }

    private String repaired(Finding finding) throws SQLException {
        if (finding instanceof TenantWithoutSchema missing) {
            tenants.makeSchema(missing.schema(), missing.id());
            return "made the schema";
        }
        if (finding instanceof DomainProblem domain) {
            tenants.makeOnlyDomainPrimary(domain.schemas().get(0));
            return "made the domain the primary one";
        }
        if (finding instanceof InvalidIndex invalid) {
            new IndexRepair(dataSource, rules).rebuild(invalid);
            return "built the index anew";
        }
        throw new IllegalStateException("Nobody knows how to mend: " + finding.describe());
    }

    /** One look at everything. */
    private final class Run {

        private final List<Finding> findings = new ArrayList<>();

        private final Set<SchemaName> shared = paths.shared().collect(Collectors.toCollection(LinkedHashSet::new));

        private final TenantModel expected = model.get();

        private Roll roll = new Roll();

        private boolean hasReadRows;

        InspectionReport all() {
            List<Missing> missing = new TenantTableCheck(dataSource, table, tenants.needsNotes()).missing();
            missing.forEach(each -> findings.add(new IncompleteTable(table.publicSchema(), each.what(), each.sql())));
            MigrationStates states = new MigrationStates(migrator);
            findings.addAll(states.findingsOfShared(table.publicSchema()));
            hasReadRows = missing.stream().allMatch(Missing::isIndex);
            if (hasReadRows) {
                addFindings(states);
            }
            return new InspectionReport(findings, roll.members().size());
        }

        private void addFindings(MigrationStates states) {
            UnclaimedSchemas unclaimed = inTransaction(this::inspectRows);
            findings.addAll(unclaimed.findings(migrator));
            states.add(roll.targets());
            findings.addAll(states.findings());
            findings.addAll(namesInSight());
            expected.unknownBecause().map(ModelUnknown::new).ifPresent(findings::add);
            findings.addAll(inTransaction(connection -> compare(states, connection)));
        }

        private UnclaimedSchemas inspectRows(Connection connection) throws SQLException {
            RowInspection rows = new RowInspection(
                    table, Set.copyOf(paths.extra()), rules, tenants.mode() != ProvisioningMode.ASYNC);
            roll = rows.inspect(connection);
            findings.addAll(rows.findings());
            List<Finding> contradictions = new Contradictions(table, roll).find(connection);
            findings.addAll(contradictions);
            leaveContestedNames(contradictions);

            return UnclaimedSchemas.read(table, shared, connection);
        }

        /** A schema that is made for one would be the other one's as well, or stand beside the one that is meant. */
        private void leaveContestedNames(List<Finding> contradictions) {
            Set<SchemaName> contested = contradictions.stream()
                    .filter(Namesakes.class::isInstance)
                    .flatMap(namesakes -> namesakes.schemas().stream())
                    .collect(Collectors.toSet());
            findings.replaceAll(
                    finding -> finding instanceof TenantWithoutSchema missing && contested.contains(missing.schema())
                            ? missing.whoseNameIsContested()
                            : finding);
        }

        private List<Finding> namesInSight() {
            Set<String> names = new TreeSet<>(expected.sequences());
            expected.tables().stream()
                    .filter(each -> !each.isOptional())
                    .map(TenantModel.Table::name)
                    .forEach(names::add);
            Set<NameCollision> collisions = new LinkedHashSet<>(fallThrough.collisionsWith(names));
            List<SchemaName> schemas = roll.schemas();
            for (int start = 0; start < schemas.size(); start += RowInspection.AT_ONCE) {
                collisions.addAll(fallThrough.collisions(
                        schemas.subList(start, Math.min(start + RowInspection.AT_ONCE, schemas.size()))));
            }
            return collisions.stream().<Finding>map(NameInSight::new).toList();
        }

        private List<Finding> compare(MigrationStates states, Connection connection) throws SQLException {
            List<Finding> invalid = InvalidIndexes.find(table, shared, connection);
            List<Finding> found = new ArrayList<>(
                    new ShapeComparison(SchemaShapes.in(connection), expected).compare(states.groups()));
            found.addAll(invalid);
            return found;
        }

        void refuseUnknown(Collection<SchemaName> schemas) {
            Set<SchemaName> known = new LinkedHashSet<>(shared);
            roll.members().forEach(member -> known.add(member.schema()));
            findings.forEach(finding -> known.addAll(finding.schemas()));
            schemas.stream()
                    .filter(schema -> !known.contains(schema))
                    .findFirst()
                    .ifPresent(unknown -> {
                        throw new UnknownTenantException(unknown);
                    });
        }
    }

    /** Works in a transaction that leaves nothing, not so much as a search path. */
    private <T> T inTransaction(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                return work.on(connection);
            } finally {
                // Not every pool would do that.
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    private static DataAccessException translated(SQLException failure) {
        String task = "Looking at the schemas of tenants";
        DataAccessException translated = new SQLExceptionSubclassTranslator().translate(task, null, failure);
        return translated == null ? new UncategorizedSQLException(task, null, failure) : translated;
    }

    @FunctionalInterface
    private interface Work<T> {

        T on(Connection connection) throws SQLException;
    }
}
