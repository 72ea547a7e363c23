package io.tenantschemas.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * The <a href="https://www.postgresql.org/docs/current/sql-notify.html">channel</a> over which the nodes of an application
 * tell each other of changes of tenants. PostgreSQL hands over what was sent when the sending transaction commits, and
 * nothing when it does not.
 *
 * @param publicSchema the schema that holds the shared tables, which tells applications in one database apart
 */
public record TenantChannel(SchemaName publicSchema) {

    private static final String PREFIX = "tenant_schemas_";

    private static final int LONGEST = 63;

    /** Checks that there is a schema. */
    public TenantChannel {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
    }

    /** Returns the name of the channel: {@code tenant_schemas_public}. */
    public String name() {
        String name = PREFIX + publicSchema;
        // PostgreSQL refuses a longer one. The hash keeps apart what begins alike.
        return name.length() <= LONGEST
                ? name
                : "%s_%08x"
                        .formatted(
                                name.substring(0, LONGEST - 9),
                                publicSchema.value().hashCode());
    }

    /** Returns an expression that tells all nodes of a change once its transaction commits. */
    public String expression(TenantChange change) {
        return "pg_catalog.pg_notify(%s, %s)".formatted(literal(name()), literal(change.text()));
    }

    private static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /**
     * Tells all nodes of a change once the transaction that is under way on {@code connection} commits.
     *
     * @throws SQLException if the database refused it
     */
    public void send(TenantChange change, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_catalog.pg_notify(?, ?)")) {
            statement.setString(1, name());
            statement.setString(2, change.text());
            statement.execute();
        }
    }
}
