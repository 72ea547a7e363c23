package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.provision.TenantRepair;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * What became of tenants that waited for somebody to make them.
 *
 * @param results each of them, in the order in which it was tried
 */
record MadeTenants(List<Result> results) {

    static final MadeTenants NONE = new MadeTenants(List.of());

    /**
     * Makes those that wait, one after the other. One failure does not stop the rest.
     *
     * @param schemas of these, or of all if it is empty
     * @param isStopped whether no further one is begun
     */
    static MadeTenants make(Collection<SchemaName> schemas, CommandBeans beans, BooleanSupplier isStopped) {
        List<Tenant> waiting = new ArrayList<>();
        beans.get(TenantRegistry.class).forEach(tenant -> {
            if (waits(tenant) && (schemas.isEmpty() || schemas.contains(tenant.schema()))) {
                waiting.add(tenant);
            }
        });
        List<Result> results = new ArrayList<>();
        for (Tenant tenant : waiting) {
            if (!isStopped.getAsBoolean()) {
                results.add(make(tenant, beans));
            }
        }
        return new MadeTenants(results);
    }

    static boolean waits(Tenant tenant) {
        return tenant.status() == TenantStatus.PROVISIONING;
    }

    private static Result make(Tenant tenant, CommandBeans beans) {
        try {
            TenantRepair repair = beans.get(TenantRepair.class);
            Tenant made = beans.get(TenantTemplate.class)
                    .executeShared(() -> repair.makeSchema(tenant.schema(), tenant.id()));
            return new Result(made, null);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            // Of an initializer, too: what has become of the others is to be told all the same.
            String message = failure.getMessage();
            return new Result(
                    tenant,
                    message == null || message.isBlank() ? failure.getClass().getName() : message);
        }
    }

    boolean isComplete() {
        return results.stream().allMatch(result -> result.failure() == null);
    }

    void write(PrintWriter out) {
        if (!results.isEmpty()) {
            out.println();
            results.forEach(result -> out.println(result.describe()));
            out.flush();
        }
    }

    List<Map<String, @Nullable Object>> document() {
        return results.stream().map(Result::document).toList();
    }

    /**
     * What became of one.
     *
     * @param tenant the tenant as it is
     * @param failure why it was not made, or null if it was
     */
    record Result(Tenant tenant, @Nullable String failure) {

        String describe() {
            return failure == null
                    ? "Tenant %s is made: %s.".formatted(tenant.describe(), tenant.status())
                    : "Tenant %s was not made: %s".formatted(tenant.describe(), failure);
        }

        Map<String, @Nullable Object> document() {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("schema", tenant.schema().value());
            document.put("status", tenant.status().name());
            document.put("failure", failure);
            return document;
        }
    }
}
