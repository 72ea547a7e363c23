package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.InvalidHostException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/** The rows of tenants, read and written within somebody's transaction, without JPA and whatever the search path. */
final class TenantStore {

    private final TenantTable table;

    TenantStore(TenantTable table) {
        this.table = table;
    }

    /** Returns the rows of those tenants that are there, by primary key. */
    Map<Long, TenantRow> find(Collection<Tenant> tenants, Connection connection) throws SQLException {
        Map<Long, TenantRow> there = new HashMap<>();
        if (tenants.isEmpty()) {
            return there;
        }
        String sql = "SELECT id, schema_name, status%s FROM %s t WHERE id = ANY (?)"
                .formatted(table.andTypeOf("t"), table.qualified());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", tenants.stream().map(Tenant::id).toArray()));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    there.put(
                            result.getLong(1),
                            new TenantRow(result.getString(2), result.getString(3), table.readType(result)));
                }
            }
        }
        return there;
    }

    /** Returns the tenant's row, which nobody else can change until the transaction ends, or empty when there is none. */
    Optional<TenantRow> lock(Tenant tenant, Connection connection) throws SQLException {
        return lock(tenant, "FOR UPDATE", connection);
    }

    /** Returns the same, or empty also when somebody else has locked it. */
    Optional<TenantRow> lockUnlessBusy(Tenant tenant, Connection connection) throws SQLException {
        return lock(tenant, "FOR UPDATE SKIP LOCKED", connection);
    }

    private Optional<TenantRow> lock(Tenant tenant, String locking, Connection connection) throws SQLException {
        String sql = "SELECT schema_name, status%s FROM %s t WHERE id = ? %s"
                .formatted(table.andTypeOf("t"), table.qualified(), locking);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, tenant.id());
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? Optional.of(new TenantRow(result.getString(1), result.getString(2), table.readType(result)))
                        : Optional.empty();
            }
        }
    }

    /**
     * Returns the tenant with that schema, whose row nobody else can change until the transaction ends. Others may write rows that refer
     * to it: what is done may take long.
     *
     * @throws UnknownTenantException if there is none
     * @throws io.tenantschemas.tenant.UnknownTypeException if it is of a type that there is not
     */
    Tenant lock(SchemaName schema, Connection connection) throws SQLException {
        return lock(schema, false, connection);
    }

    /**
     * Returns the same, without its type if it is of one that there is not: what its schema holds, and whether that is all that it
     * should, is not known.
     */
    Tenant lockOfAnyType(SchemaName schema, Connection connection) throws SQLException {
        return lock(schema, true, connection);
    }

    private Tenant lock(SchemaName schema, boolean ofAnyType, Connection connection) throws SQLException {
        String sql =
                "SELECT id, schema_name, status%s FROM %s t WHERE pg_catalog.lower(schema_name) = ? FOR NO KEY UPDATE"
                        .formatted(table.andTypeOf("t"), table.qualified());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema.value());
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw new UnknownTenantException(schema);
                }
                long id = result.getLong(1);
                TenantRow row = new TenantRow(result.getString(2), result.getString(3), table.readType(result));
                return row.knownStatus()
                        .filter(status -> schema.value().equals(row.schemaName()))
                        .map(status -> typed(new Tenant(id, schema, status, List.of()), row, ofAnyType))
                        .orElseThrow(() -> new UnknownTenantException(schema));
            }
        }
    }

    private Tenant typed(Tenant tenant, TenantRow row, boolean ofAnyType) {
        try {
            return tenant.withType(table.typeOf(row.type()));
        } catch (UnknownTypeException unknown) {
            if (ofAnyType) {
                return tenant;
            }
            throw UnknownTypeException.ofTenant(
                    tenant.schema(), row.type().orElse(""), table.types(), table.correctingType(tenant.id()));
        }
    }

    /**
     * Returns the tenant that waits longest for its schema and whose turn has come, or empty if there is none at which nobody is.
     * Its row is locked until the transaction ends. Left out are rows that cannot be those of tenants.
     *
     * @param notTenants the schemas that are everybody's
     */
    Optional<Tenant> lockNextWaiting(Collection<SchemaName> notTenants, Connection connection) throws SQLException {
        String sql =
                "SELECT t.id, t.schema_name%s FROM %s t LEFT JOIN %s p ON p.tenant_id = t.id WHERE t.status = 'PROVISIONING' AND"
                                .formatted(table.andTypeOf("t"), table.qualified(), table.qualifiedProvisioning())
                        + " (p.next_attempt_at IS NULL OR p.next_attempt_at <= pg_catalog.now()) AND t.schema_name ~ ? AND t.schema_name <>"
                        + " ALL (?)%s ORDER BY p.next_attempt_at NULLS FIRST, t.id LIMIT 1 FOR NO KEY UPDATE OF t SKIP LOCKED"
                                .formatted(andKnownType());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "^" + SchemaName.PATTERN + "$");
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", notTenants.stream().map(SchemaName::value).toArray()));
            setKnownTypes(statement, 3, connection);
            return waiting(statement, connection);
        }
    }

    /**
     * Returns the tenant with that id if it still waits for its schema. Its row is locked until the transaction ends, and waited for if
     * somebody else has it: where others only look whether it is free, that does not take long.
     */
    Optional<Tenant> lockWaiting(long id, Connection connection) throws SQLException {
        String sql =
                "SELECT t.id, t.schema_name%s FROM %s t WHERE t.id = ? AND t.status = 'PROVISIONING'%s FOR NO KEY UPDATE"
                        .formatted(table.andTypeOf("t"), table.qualified(), andKnownType());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            setKnownTypes(statement, 2, connection);
            return waiting(statement, connection);
        }
    }

    /**
     * Returns whether a tenant waits as it did, and the schema of that number is the one that was last made for it and has its name.
     * Locks nothing.
     */
    boolean isWaitingAsBefore(Tenant tenant, long schemaOid, Connection connection) throws SQLException {
        String sql =
                "SELECT t.id%s FROM %s t JOIN %s p ON p.tenant_id = t.id JOIN pg_catalog.pg_namespace n ON n.oid = p.schema_oid"
                                .formatted(table.andTypeOf("t"), table.qualified(), table.qualifiedProvisioning())
                        + " WHERE t.id = ? AND t.status = 'PROVISIONING' AND n.oid::bigint = ? AND t.schema_name = ? AND n.nspname = ?"
                        + andKnownType();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, tenant.id());
            statement.setLong(2, schemaOid);
            statement.setString(3, tenant.schema().value());
            statement.setString(4, tenant.schema().value());
            setKnownTypes(statement, 5, connection);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && table.typeOf(table.readType(result)).equals(tenant.type());
            }
        }
    }

    /** Returns what leaves out tenants of types that there are not: what their schemas should hold is not known. */
    private String andKnownType() {
        return table.type()
                .map(column -> " AND (t.%1$s IS NULL OR pg_catalog.lower(t.%1$s::text COLLATE \"C\") = ANY (?))"
                        .formatted(column.quoted()))
                .orElse("");
    }

    private void setKnownTypes(PreparedStatement statement, int index, Connection connection) throws SQLException {
        if (table.type().isPresent()) {
            statement.setArray(
                    index,
                    connection.createArrayOf(
                            "text", table.types().stream().map(TypeName::value).toArray()));
        }
    }

    private Optional<Tenant> waiting(PreparedStatement statement, Connection connection) throws SQLException {
        Tenant tenant;
        try (ResultSet result = statement.executeQuery()) {
            if (!result.next()) {
                return Optional.empty();
            }
            tenant = new Tenant(
                    result.getLong(1),
                    SchemaName.of(result.getString(2)),
                    TenantStatus.PROVISIONING,
                    List.of(),
                    table.typeOf(table.readType(result)));
        }
        return Optional.of(withDomains(tenant, connection));
    }

    /** Returns the tenant with its domains. */
    Tenant withDomains(Tenant tenant, Connection connection) throws SQLException {
        String sql =
                "SELECT domain, is_primary FROM %s WHERE tenant_id = ? ORDER BY is_primary DESC, pg_catalog.lower(domain)"
                        .formatted(table.qualifiedDomains());
        List<Domain> domains = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, tenant.id());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    domain(result.getString(1), result.getBoolean(2)).ifPresent(domains::add);
                }
            }
        }
        return tenant.withDomains(domains);
    }

    private static Optional<Domain> domain(String domain, boolean primary) {
        try {
            return Optional.of(new Domain(new HostName(domain.toLowerCase(Locale.ROOT)), primary));
        } catch (InvalidHostException malformed) {
            // No request is led by it either.
            return Optional.empty();
        }
    }

    /**
     * Returns the tenants whose schemas have that comment, without their domains: as being dropped, whatever status somebody has
     * written since.
     */
    List<Tenant> deleting(String comment, Connection connection) throws SQLException {
        String sql = """
                SELECT t.id, t.schema_name FROM %s t JOIN pg_catalog.pg_namespace n ON n.nspname = t.schema_name::pg_catalog.name
                WHERE pg_catalog.obj_description(n.oid, 'pg_namespace') = ? ORDER BY t.id
                """.formatted(table.qualified());
        List<Tenant> tenants = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, comment);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    long id = result.getLong(1);
                    new TenantRow(result.getString(2), TenantStatus.DELETING.name(), Optional.empty())
                            .knownSchema()
                            .map(schema -> new Tenant(id, schema, TenantStatus.DELETING, List.of()))
                            .ifPresent(tenants::add);
                }
            }
        }
        return tenants;
    }

    boolean exists(SchemaName schema, Connection connection) throws SQLException {
        String sql = "SELECT FROM %s WHERE pg_catalog.lower(schema_name) = ?".formatted(table.qualified());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema.value());
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    /** Makes the only domain of a tenant its primary one, and returns whether there was one and it was none. */
    boolean makeOnlyDomainPrimary(Tenant tenant, Connection connection) throws SQLException {
        String sql =
                "UPDATE %1$s SET is_primary = true WHERE tenant_id = ? AND is_primary IS NOT TRUE AND (SELECT pg_catalog.count(*) FROM %1$s WHERE tenant_id = ?) = 1"
                        .formatted(table.qualifiedDomains());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, tenant.id());
            statement.setLong(2, tenant.id());
            return statement.executeUpdate() == 1;
        }
    }

    /** Finds out whether the row could be deleted now, and does not: what refers to it says so as if it were. */
    void tryDelete(Tenant tenant, Connection connection) throws SQLException {
        Savepoint before = connection.setSavepoint();
        delete(tenant, connection);
        checkConstraints(connection);
        connection.rollback(before);
        connection.releaseSavepoint(before);
    }

    /** Has constraints that would be checked at the commit checked now, and from now on. */
    void checkConstraints(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
    }

    void delete(Tenant tenant, Connection connection) throws SQLException {
        update("DELETE FROM %s WHERE tenant_id = ?".formatted(table.qualifiedDomains()), tenant.id(), connection);
        update("DELETE FROM %s WHERE id = ?".formatted(table.qualified()), tenant.id(), connection);
    }

    /** Writes name and status. */
    void update(Tenant tenant, Connection connection) throws SQLException {
        String sql = "UPDATE %s SET schema_name = ?, status = ? WHERE id = ?".formatted(table.qualified());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, tenant.schema().value());
            statement.setString(2, tenant.status().name());
            statement.setLong(3, tenant.id());
            statement.executeUpdate();
        }
    }

    private static void update(String sql, long id, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }
}
