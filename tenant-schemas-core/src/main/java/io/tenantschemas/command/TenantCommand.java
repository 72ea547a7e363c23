package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.List;

/**
 * Work that operators have done for a tenant by the command {@code run-in-tenant}, or for each by {@code run-in-all-tenants}. A
 * bean, which operators call by its name.
 *
 * <p>It runs with the tenant bound, as within {@code TenantTemplate.execute(...)}, and without a transaction: what must happen
 * together takes one of its own. Of the application, only what it needs is there; nothing is started or scheduled.
 */
@FunctionalInterface
public interface TenantCommand {

    /**
     * Does the work for the tenant that is bound. Normal return means that it is done; whatever is thrown is reported as the
     * tenant's failure, by its message, and does not keep the work from other tenants.
     *
     * @param arguments what stands behind the name of the command
     * @param out takes what the work has to say. Nobody else writes there, so that it can be led into a file; what is
     *     written to {@code System.out} comes out at standard error
     * @throws Exception if the work cannot be done
     */
    void run(List<String> arguments, PrintWriter out) throws Exception;
}
