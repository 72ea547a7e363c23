package io.tenantschemas.inspect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.tenantschemas.inspect.Finding.MiswrittenType;
import io.tenantschemas.inspect.Finding.TenantBeingDropped;
import io.tenantschemas.inspect.Finding.TenantWithoutSchema;
import io.tenantschemas.inspect.Finding.UnbuiltTenant;
import io.tenantschemas.inspect.Finding.UnusableTenant;
import io.tenantschemas.inspect.StoredRow.StoredDomain;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TypeColumn;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.tenant.UnknownTypeException;

/** Looks at the rows of tenants, some hundred at a time: whether each can be a tenant, has a schema, and has hosts. */
final class RowInspection {

    static final int AT_ONCE = 500;

    private static final String ROWS = """
            SELECT t.id, t.schema_name, t.status, d.domain, d.is_primary,
                   EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = t.schema_name::pg_catalog.name)%s
            FROM (SELECT id, schema_name, status%s FROM %s WHERE id > ? ORDER BY id LIMIT %d) t
                LEFT JOIN %s d ON d.tenant_id = t.id
            ORDER BY t.id, d.domain
            """;

    private final TenantTable table;

    private final Set<SchemaName> extra;

    private final boolean waitForever;

    private final boolean isApart;

    private final Roll roll = new Roll();

    private final List<Finding> findings = new ArrayList<>();

    private final DomainInspection domains;

    /**
     * Creates an inspection.
     *
     * @param extra the schemas in everybody's path, but for the public one
     * @param rules what else it goes by
     * @param waitForever whether tenants that wait for their schemas do so until somebody asks for these
     */
    RowInspection(TenantTable table, Set<SchemaName> extra, InspectionRules rules, boolean waitForever) {
        this.table = table;
        this.extra = extra;
        this.waitForever = waitForever;
        this.isApart = rules.isApart();
        this.domains = new DomainInspection(table, rules.mainSite());
    }

    /** Looks at all rows, and returns who is there. */
    Roll inspect(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ROWS.formatted(
                table.andTypeOf("t"), table.andType(), table.qualified(), AT_ONCE, table.qualifiedDomains()))) {
            List<StoredRow> rows = read(query, Long.MIN_VALUE);
            while (!rows.isEmpty()) {
                rows.forEach(this::inspect);
                // The last ones are known to be the last.
                rows = rows.size() < AT_ONCE
                        ? List.of()
                        : read(query, rows.get(rows.size() - 1).id());
            }
        }
        return roll;
    }

    /** Returns what was found, those with hosts last. */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(domains.findings());
        return all;
    }

    private List<StoredRow> read(PreparedStatement query, long after) throws SQLException {
        query.setLong(1, after);
        List<StoredRow> rows = new ArrayList<>();
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                add(result, rows);
            }
        }
        return rows;
    }

    /** Adds a row to the tenant before, if it is of the same tenant: rows come in the order of ids. */
    private void add(ResultSet result, List<StoredRow> rows) throws SQLException {
        long id = result.getLong(1);
        if (rows.isEmpty() || rows.get(rows.size() - 1).id() != id) {
            rows.add(new StoredRow(
                    id, result.getString(2), result.getString(3), table.readType(result), result.getBoolean(6)));
        }
        String domain = result.getString(4);
        if (domain != null) {
            rows.get(rows.size() - 1).domains().add(new StoredDomain(domain, result.getBoolean(5)));
        }
    }

    private void inspect(StoredRow row) {
        Optional<SchemaName> schema = row.schema();
        Optional<TenantStatus> status = row.knownStatus();
        boolean isPublic = schema.filter(table.publicSchema()::equals).isPresent();
        if (schema.isEmpty()) {
            add(row, "its schema_name cannot be the name of a schema", correctingName(row));
        } else if (extra.contains(schema.get())) {
            add(row, "its schema is in the search path of all tenants", correctingName(row));
        }
        if (status.isEmpty()) {
            add(row, "its status is unknown", correctingStatus(row));
        }
        if (!hasKnownType(row)) {
            add(
                    row,
                    "its type is unknown",
                    table.correctingType(row.id())
                            + " Until then, delete-tenant and suspend-tenant are all that can be done to it.");
        } else if (schema.isPresent() && status.isPresent() && !isPublic && !extra.contains(schema.get())) {
            Member member = new Member(row.id(), schema.get(), status.get(), table.typeOf(row.type()), row.hasSchema());
            inspect(member);
            inspectType(row, member);
        }
        domains.inspect(row, schema.orElse(null), isPublic);
    }

    private void inspect(Member member) {
        roll.add(member);
        if (member.status() == TenantStatus.DELETING) {
            findings.add(new TenantBeingDropped(member.id(), member.schema(), member.hasSchema()));
        } else if (!member.hasSchema() && !isUnderWay(member.status())) {
            findings.add(new TenantWithoutSchema(
                    member.id(),
                    member.schema(),
                    member.status(),
                    member.status() != TenantStatus.FAILED && !isApart,
                    making(member)));
        } else if (member.hasSchema() && !member.status().isBuilt() && !isUnderWay(member.status())) {
            findings.add(new UnbuiltTenant(
                    member.id(),
                    member.schema(),
                    member.status(),
                    member.status() == TenantStatus.FAILED ? afterFailure() : goingOn()));
        }
    }

    private void inspectType(StoredRow row, Member member) {
        table.type()
                .filter(TypeColumn::isExact)
                .ifPresent(column -> member.type()
                        .map(column::write)
                        .filter(expected -> !row.type().equals(Optional.of(expected)))
                        .ifPresent(expected -> findings.add(new MiswrittenType(
                                row.id(),
                                member.schema(),
                                row.type().orElse(""),
                                expected,
                                "Write it so: UPDATE %s SET %s = %s WHERE id = %d;"
                                        .formatted(
                                                table.qualified(),
                                                column.quoted(),
                                                Names.literal(expected),
                                                row.id())))));
    }

    private String making(Member member) {
        return switch (member.status()) {
            case FAILED -> afterFailure();
            case PROVISIONING -> "It was never made. migrate-schemas makes it, and so does check-schemas --repair.";
            case ACTIVE, SUSPENDED, MAINTENANCE, DELETING ->
                "If it had data once, restore it from a backup, or connect to the database that holds it. Otherwise "
                        + (isApart ? makingApart(member) : "check-schemas --repair makes it, new and migrated.");
        };
    }

    // The row is on another connection than its schema, and only one that waits is taken up by those who can do with
    // that.
    private String makingApart(Member member) {
        return "a running application makes it once the tenant waits for it, and the tenant is ACTIVE then: UPDATE %s SET status = 'PROVISIONING' WHERE id = %d;"
                .formatted(table.qualified(), member.id());
    }

    /** Returns whether a tenant has no schema yet that somebody is about to make, or none any more. */
    private boolean isUnderWay(TenantStatus status) {
        return status == TenantStatus.DELETING || (status == TenantStatus.PROVISIONING && !waitForever);
    }

    private static String afterFailure() {
        return "Look into why it could not be made (list-tenants tells it), and resume the tenant (resume-tenant), or delete it"
                + " (delete-tenant).";
    }

    private static String goingOn() {
        return "If it was made for the tenant, migrate-schemas goes on with it. If it is somebody else's, rename it, or delete the tenant"
                + " (delete-tenant), which leaves it alone.";
    }

    private void add(StoredRow row, String reason, String remedy) {
        findings.add(new UnusableTenant(
                row.id(),
                row.schemaName(),
                row.status(),
                reason,
                row.schema().stream().toList(),
                remedy));
    }

    private String correctingName(StoredRow row) {
        return "Correct it: UPDATE %s SET schema_name = 'NAME' WHERE id = %d;".formatted(table.qualified(), row.id());
    }

    private boolean hasKnownType(StoredRow row) {
        try {
            table.typeOf(row.type());
            return true;
        } catch (UnknownTypeException unknown) {
            return false;
        }
    }

    private String correctingStatus(StoredRow row) {
        return "Write one of %s: UPDATE %s SET status = 'ACTIVE' WHERE id = %d;"
                .formatted(
                        Arrays.stream(TenantStatus.values()).map(Enum::name).collect(Collectors.joining(", ")),
                        table.qualified(),
                        row.id());
    }
}
