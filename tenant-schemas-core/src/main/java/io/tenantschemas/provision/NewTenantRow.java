package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tenantschemas.provision.InvalidTenantException.Problem;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TypeColumn;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/** Writes the row of a new tenant and its domains, without JPA: attributes are columns of the application's own table. */
final class NewTenantRow {

    private static final Set<String> OF_THE_LIBRARY = Set.of("id", "schema_name", "status");

    // Types without their length: a cast to one with a length would cut the value short, silently.
    private static final String COLUMNS = """
            SELECT a.attname, pg_catalog.format_type(a.atttypid, -1),
                   a.attnotnull AND NOT a.atthasdef AND a.attidentity = '',
                                      a.attgenerated = '' AND a.attidentity <> 'a', a.attidentity <> ''
            FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = CAST(? AS pg_catalog.regclass) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """;

    private final TenantTable table;

    private final NewTenant tenant;

    private final Connection connection;

    NewTenantRow(TenantTable table, NewTenant tenant, Connection connection) {
        this.table = table;
        this.tenant = tenant;
        this.connection = connection;
    }

    /**
     * Writes it in the transaction that is under way.
     *
     * @param status the status that it says, for the time being
     * @return the tenant as it is to be in the end
     * @throws InvalidTenantException if the attributes are not what the table wants
     */
    Tenant insert(TenantStatus status) throws SQLException {
        Map<String, Column> columns = columns();
        return withDomains(
                insertRow(status, assignments(columns, tenant.attributes(), Column::isWanted), List.of(), ""));
    }

    /**
     * Writes one that has what another one has, unless something else is said.
     *
     * @return the tenant as it is
     * @throws InvalidTenantException if the attributes are not what the table wants
     */
    Tenant insertLike(Tenant other) throws SQLException {
        Map<String, Column> columns = columns();
        Map<String, Object> attributes = new LinkedHashMap<>(tenant.attributes());
        removeType(attributes, other);
        List<Assignment> assignments = assignments(columns, attributes, column -> false);
        List<String> same = columns.entrySet().stream()
                .filter(column -> column.getValue().isCopied())
                .map(Map.Entry::getKey)
                .filter(name -> !attributes.containsKey(name))
                .map(NewTenantRow::quoted)
                .toList();
        return withDomains(insertRow(
                TenantStatus.ACTIVE,
                assignments,
                same,
                " FROM %s WHERE id = %d".formatted(table.qualified(), other.id())));
    }

    /** Removes the type, which the copy has from the other one, of whose type its schema is. */
    private void removeType(Map<String, Object> attributes, Tenant other) {
        TypeColumn column = table.type().orElse(null);
        if (column == null || !attributes.containsKey(column.name())) {
            return;
        }
        String wanted = attributes.remove(column.name()).toString();
        if (other.type().filter(type -> type.value().equalsIgnoreCase(wanted)).isEmpty()) {
            throw new InvalidTenantException(
                    tenant.schema(),
                    List.of(new Problem(
                            column.name(),
                            "cannot be '%s': a copy is of its original's type, which is %s"
                                    .formatted(
                                            wanted,
                                            other.type().map(TypeName::value).orElse("none")))));
        }
    }

    private Tenant withDomains(Row row) throws SQLException {
        List<Domain> domains = new ArrayList<>();
        for (HostName host : tenant.domains()) {
            Domain domain = new Domain(host, domains.isEmpty());
            insertDomain(row.id(), domain);
            domains.add(domain);
        }
        return new Tenant(row.id(), tenant.schema(), TenantStatus.ACTIVE, domains, table.typeOf(row.type()));
    }

    private Map<String, Column> columns() throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table.qualified());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    columns.put(
                            result.getString(1),
                            new Column(
                                    result.getString(2),
                                    result.getBoolean(3),
                                    result.getBoolean(4),
                                    result.getBoolean(5)));
                }
            }
        }
        columns.keySet().removeAll(OF_THE_LIBRARY);
        return columns;
    }

    /** Returns which column is given what, unless something is wrong with one. */
    private List<Assignment> assignments(
            Map<String, Column> columns, Map<String, Object> attributes, Predicate<Column> wanted) throws SQLException {
        List<Assignment> assignments = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        columns.forEach((name, column) -> {
            if (wanted.test(column) && !attributes.containsKey(name)) {
                problems.add(new Problem(name, "is missing, and wanted: " + column.type()));
            }
        });
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            Column column = columns.get(attribute.getKey());
            if (column == null || !column.isWritable()) {
                problems.add(noColumn(attribute.getKey(), writable(columns)));
            } else {
                assignment(attribute.getKey(), column, attribute.getValue().toString(), problems)
                        .ifPresent(assignments::add);
            }
        }
        for (Assignment assignment : assignments) {
            refuseUnfit(assignment, problems);
        }
        if (!problems.isEmpty()) {
            throw new InvalidTenantException(tenant.schema(), problems);
        }
        return assignments;
    }

    private static Problem noColumn(String name, List<String> writable) {
        return new Problem(
                name,
                writable.isEmpty()
                        ? "cannot be set, because the tenants' table has no column that can"
                        : "cannot be set, because it is none of the columns that can: " + String.join(", ", writable));
    }

    /** Returns what the column is given, which is written as it is stored if it is the type; empty if that is none. */
    private Optional<Assignment> assignment(String name, Column column, String value, List<Problem> problems) {
        try {
            TypeColumn type =
                    table.type().filter(each -> each.name().equals(name)).orElse(null);
            return Optional.of(new Assignment(
                    name,
                    column,
                    type == null ? value : type.write(type.read(value).orElseThrow())));
        } catch (UnknownTypeException unknown) {
            problems.add(Problem.unfit(name, unknown));
            return Optional.empty();
        }
    }

    private static List<String> writable(Map<String, Column> columns) {
        return columns.entrySet().stream()
                .filter(column -> column.getValue().isWritable())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One by one, because what the server says of a value does not name the column. */
    private void refuseUnfit(Assignment assignment, List<Problem> problems) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + assignment.column().cast())) {
            statement.setString(1, assignment.value());
            statement.execute();
        } catch (SQLException refused) {
            connection.rollback(before);
            if (!SqlStates.isOfData(refused)) {
                throw refused;
            }
            problems.add(new Problem(assignment.name(), "cannot be what it is given: " + SqlStates.message(refused)));
        }
        connection.releaseSavepoint(before);
    }

    private Row insertRow(TenantStatus status, List<Assignment> assignments, List<String> same, String from)
            throws SQLException {
        String names = Stream.concat(assignments.stream().map(each -> quoted(each.name())), same.stream())
                .map(name -> ", " + name)
                .collect(Collectors.joining());
        String values = Stream.concat(
                        assignments.stream().map(each -> each.column().cast()), same.stream())
                .map(value -> ", " + value)
                .collect(Collectors.joining());
        String sql = "INSERT INTO %s AS t (schema_name, status%s) SELECT ?, ?%s%s RETURNING id%s"
                .formatted(table.qualified(), names, values, from, table.andTypeOf("t"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, tenant.schema().value());
            statement.setString(2, status.name());
            for (int i = 0; i < assignments.size(); i++) {
                statement.setString(i + 3, assignments.get(i).value());
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new Row(result.getLong(1), table.readType(result));
            }
        }
    }

    private void insertDomain(long id, Domain domain) throws SQLException {
        String sql =
                "INSERT INTO %s (tenant_id, domain, is_primary) VALUES (?, ?, ?)".formatted(table.qualifiedDomains());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            statement.setString(2, domain.host().value());
            statement.setBoolean(3, domain.primary());
            statement.execute();
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * A column of the application's own.
     *
     * @param type its type, as it is written into SQL
     * @param isWanted whether a row without a value for it is refused
     * @param isWritable whether it takes a value
     * @param isIdentity whether each row gets a number of its own
     */
    private record Column(String type, boolean isWanted, boolean isWritable, boolean isIdentity) {

        boolean isCopied() {
            return isWritable && !isIdentity;
        }

        String cast() {
            return "CAST(? AS " + type + ")";
        }
    }

    /** A row that was written: its number, and the type that stands in it. */
    private record Row(long id, Optional<String> type) {}

    /** A column, and what it is given. */
    private record Assignment(String name, Column column, String value) {}
}
