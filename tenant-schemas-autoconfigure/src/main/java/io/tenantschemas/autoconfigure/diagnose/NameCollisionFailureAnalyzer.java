package io.tenantschemas.autoconfigure.diagnose;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

import io.tenantschemas.migrate.NameCollision;
import io.tenantschemas.migrate.NameCollisionException;

/** Lists the names that every tenant would fall through to, and prints the SQL that puts them out of reach. */
@Order(SpecificAnalyzers.ORDER)
final class NameCollisionFailureAnalyzer extends AbstractFailureAnalyzer<NameCollisionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NameCollisionException cause) {
        return new FailureAnalysis(
                cause.collisions().stream()
                        .map(NameCollision::describe)
                        .collect(Collectors.joining(
                                "\n    ",
                                "Names that belong to the tenants exist where every tenant can see them. A tenant that lacks its own"
                                        + " would read and write these, as if they were its own:\n\n    ",
                                "\n")),
                cause.collisions().stream()
                        .map(NameCollision::remedy)
                        .collect(Collectors.joining(
                                "\n    ",
                                "Put them out of reach, for example with a migration of the shared schema, under db/shared:\n\n"
                                        + "    CREATE SCHEMA IF NOT EXISTS \"legacy\";\n    ",
                                "\n\nIf a name is meant to exist in both places, mark its entity with both @Shared and"
                                        + " @TenantScoped.\n")),
                cause);
    }
}
