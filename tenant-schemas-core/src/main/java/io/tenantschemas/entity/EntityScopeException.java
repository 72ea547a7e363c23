package io.tenantschemas.entity;

import java.util.List;
import java.util.stream.Collectors;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when it is not clear or not possible whose an entity is. */
public final class EntityScopeException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient List<EntityProblem> problems;

    /** Creates the refusal of these problems. */
    public EntityScopeException(List<EntityProblem> problems) {
        super(problems.stream()
                .map(each -> "%s: %s %s".formatted(each.entity(), each.problem(), each.fix()))
                .collect(Collectors.joining(
                        "\n", "The entities cannot be divided among the public schema and tenants:\n", "")));
        this.problems = List.copyOf(problems);
    }

    /** Returns what is wrong, at least one problem. */
    public List<EntityProblem> problems() {
        return problems;
    }
}
