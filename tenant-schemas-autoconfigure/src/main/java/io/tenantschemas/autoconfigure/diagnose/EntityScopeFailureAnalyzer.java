package io.tenantschemas.autoconfigure.diagnose;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

import io.tenantschemas.entity.EntityProblem;
import io.tenantschemas.entity.EntityScopeException;

/** Lists what is wrong with the mapping, entity by entity, and what to write instead. */
@Order(SpecificAnalyzers.ORDER)
final class EntityScopeFailureAnalyzer extends AbstractFailureAnalyzer<EntityScopeException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EntityScopeException cause) {
        return new FailureAnalysis(
                cause.problems().stream()
                        .map(each -> "    %s %s".formatted(each.entity(), each.problem()))
                        .collect(Collectors.joining(
                                "\n",
                                "The entities cannot be divided among the public schema and the tenants:\n\n",
                                "\n")),
                cause.problems().stream()
                        .map(EntityProblem::fix)
                        .distinct()
                        .map("    "::concat)
                        .collect(Collectors.joining("\n")),
                cause);
    }
}
