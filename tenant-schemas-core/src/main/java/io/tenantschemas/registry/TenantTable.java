package io.tenantschemas.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

/**
 * Where tenants are stored: a table in the public schema with the columns {@code id}, {@code schema_name} and {@code
 * status}, and beside it the table {@code tenant_domain}.
 *
 * @param publicSchema the schema that holds the shared tables
 * @param name the name of the table, as it stands in PostgreSQL's catalogue
 * @param type the column that says of which type a tenant is, or empty where tenants have no types
 */
public record TenantTable(SchemaName publicSchema, String name, Optional<TypeColumn> type) {

    /** The table that holds the hosts of all tenants. */
    public static final String DOMAIN_TABLE = "tenant_domain";

    /** The table in which the library remembers tenants whose schemas are yet to be made, where that is done later. */
    public static final String PROVISIONING_TABLE = "tenant_provisioning";

    private static final String TYPE_LABEL = "tenant_type";

    /** Checks that nothing is missing. */
    public TenantTable {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.hasText(name, "'name' must not be empty");
        Assert.notNull(type, "'type' must not be null");
    }

    /** Creates one where tenants have no types. */
    public TenantTable(SchemaName publicSchema, String name) {
        this(publicSchema, name, Optional.empty());
    }

    /** Returns the types that there are, which are none where tenants have no types. */
    public Set<TypeName> types() {
        return type.map(TypeColumn::types).orElse(Set.of());
    }

    /**
     * Returns what follows in a list of columns so that {@link #readType} can be asked, which is nothing where tenants have no types.
     *
     * @param row what the row is called there
     */
    public String andTypeOf(String row) {
        return type.map(column -> ", %s.%s AS %s".formatted(row, column.quoted(), TYPE_LABEL))
                .orElse("");
    }

    /** Returns what follows in a list of columns so that one that reads from it has the column, if there is one. */
    public String andType() {
        return type.map(column -> ", " + column.quoted()).orElse("");
    }

    /**
     * Returns what stands in the row that was selected with {@link #andTypeOf}, unchecked: empty if nothing does, or if tenants have
     * no types.
     */
    public Optional<String> readType(ResultSet row) throws SQLException {
        return type.isEmpty() ? Optional.empty() : Optional.ofNullable(row.getString(TYPE_LABEL));
    }

    /**
     * Returns the type that is stored as that text.
     *
     * @throws io.tenantschemas.tenant.UnknownTypeException if there is no such type
     */
    public Optional<TypeName> typeOf(Optional<String> text) {
        return type.flatMap(column -> column.read(text.orElse(null)));
    }

    /**
     * Returns a sentence that says, with the SQL, how to correct a row that is of a type that there is not.
     *
     * @param id the row's id
     */
    public String correctingType(long id) {
        return type.map(column -> "Write one of %s, or nothing: UPDATE %s SET %s = 'TYPE' WHERE id = %d;"
                        .formatted(
                                column.stored().values().stream().sorted().collect(Collectors.joining(", ")),
                                qualified(),
                                column.quoted(),
                                id))
                .orElse("");
    }

    /** Returns the tenants' table as it is written into SQL, qualified and quoted. */
    public String qualified() {
        return publicSchema.qualify(name);
    }

    /** Returns the table of hosts as it is written into SQL, qualified and quoted. */
    public String qualifiedDomains() {
        return publicSchema.qualify(DOMAIN_TABLE);
    }

    /** Returns the table of tenants whose schemas are yet to be made as it is written into SQL, qualified and quoted. */
    public String qualifiedProvisioning() {
        return publicSchema.qualify(PROVISIONING_TABLE);
    }
}
