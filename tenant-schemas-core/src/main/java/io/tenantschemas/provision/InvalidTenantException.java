package io.tenantschemas.provision;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a tenant was not made because of its attributes. Nothing was changed. */
public final class InvalidTenantException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    private final transient List<Problem> problems;

    /**
     * Creates the exception.
     *
     * @param schema the tenant's schema
     * @param problems what is wrong, at least one thing
     */
    public InvalidTenantException(SchemaName schema, List<Problem> problems) {
        this(schema, problems, text(problems), null);
    }

    private InvalidTenantException(SchemaName schema, List<Problem> problems, String what, @Nullable Throwable cause) {
        super("Tenant '%s' was not created: %s.".formatted(schema, what), cause);
        this.schema = schema;
        this.problems = List.copyOf(problems);
    }

    /** Returns the exception for what the database refused of the tenant's row, in its own words. */
    public static InvalidTenantException ofRow(SchemaName schema, SQLException refused) {
        return new InvalidTenantException(schema, List.of(), SqlStates.message(refused), refused);
    }

    private static String text(List<Problem> problems) {
        return problems.stream()
                .map(problem -> "'%s' %s".formatted(problem.attribute(), problem.message()))
                .collect(Collectors.joining("; "));
    }

    /** Returns the name that its schema would have had. */
    public SchemaName schema() {
        return schema;
    }

    /** Returns what is wrong with which attribute; empty if the database refused the row as a whole. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * Something that is wrong with an attribute.
     *
     * @param attribute its name
     * @param message what is wrong, to be read after the name
     */
    public record Problem(String attribute, String message) {

        /** Returns the one that an attribute is given a type of tenants that there is not. */
        public static Problem unfit(String attribute, TenantSchemasException refused) {
            String message = String.valueOf(refused.getMessage());
            return new Problem(
                    attribute,
                    "cannot be what it is given: "
                            + (message.endsWith(".") ? message.substring(0, message.length() - 1) : message));
        }

        /** Returns the one that an attribute is none of those that can be set. */
        public static Problem unknown(String attribute, Collection<String> settable) {
            return new Problem(
                    attribute,
                    settable.isEmpty()
                            ? "cannot be set. There is nothing that can"
                            : "cannot be set. There are: " + String.join(", ", settable));
        }
    }
}
