package io.tenantschemas.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.tenant.Tenant;

/** Work for one tenant after the other, and what became of it. */
final class ForEachTenantRun {

    /** Of as many tenants it is found out together how it stands with their schemas. */
    private static final int TOGETHER = 100;

    private static final Log logger = LogFactory.getLog(ForEachTenantRun.class);

    private final Function<Tenant, Optional<Tenant>> asItIsNow;

    private final SchemaReadiness readiness;

    private final Work work;

    private final List<Tenant> next = new ArrayList<>();

    private long succeeded;

    private final List<ForEachTenantReport.Failure> failures = new ArrayList<>();

    /**
     * Creates one that has worked for nobody.
     *
     * @param asItIsNow returns a tenant as it is by now, or empty when there is no work for it any more
     * @param readiness whom it works for
     * @param work what is done for each
     */
    ForEachTenantRun(Function<Tenant, Optional<Tenant>> asItIsNow, SchemaReadiness readiness, Work work) {
        this.asItIsNow = asItIsNow;
        this.readiness = readiness;
        this.work = work;
    }

    /**
     * Works for all that come, as {@link TenantTemplate#forEachTenant} promises.
     *
     * @param tenants passes each of those on for whom there is work
     */
    ForEachTenantReport over(Consumer<Consumer<Tenant>> tenants) {
        try {
            tenants.accept(this::add);
            workForThoseThatCame();
        } catch (Interruption interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException noFurtherTenants) {
            workForThoseThatCameBefore(noFurtherTenants);
            throw noFurtherTenants;
        }
        return new ForEachTenantReport(succeeded, failures);
    }

    private void add(Tenant tenant) {
        next.add(tenant);
        if (next.size() == TOGETHER) {
            workForThoseThatCame();
        }
    }

    private void workForThoseThatCame() {
        if (!next.isEmpty()) {
            List<Tenant> now = List.copyOf(next);
            // Before the work, so that nobody's is done twice whatever becomes of it.
            next.clear();
            prepare(now);
            now.forEach(this::workFor);
        }
    }

    private void prepare(List<Tenant> now) {
        try {
            readiness.prepare(now);
        } catch (RuntimeException failure) {
            logger.debug("Each tenant is asked about by itself.", failure);
        }
    }

    /** Works for those that came before the directory failed. */
    private void workForThoseThatCameBefore(RuntimeException failure) {
        try {
            workForThoseThatCame();
        } catch (Interruption interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException another) {
            failure.addSuppressed(another);
        }
    }

    private void workFor(Tenant tenant) {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before the work began");
            }
            // Work for those before it may have taken hours, and somebody may have put it out of service for a good
            // reason.
            Optional<Tenant> now = asItIsNow.apply(tenant);
            if (now.isPresent()) {
                refuseUnlessCurrent(now.get());
                work.doFor(now.get());
                succeeded++;
            }
        } catch (Exception failure) {
            failures.add(new ForEachTenantReport.Failure(tenant, failure));
            stopIfInterrupted(failure);
        }
    }

    private void refuseUnlessCurrent(Tenant tenant) {
        SchemaReadiness.State state = readiness.of(tenant);
        if (state != SchemaReadiness.State.CURRENT) {
            throw new SchemaNotReadyException(tenant, state);
        }
    }

    private void stopIfInterrupted(Exception failure) {
        if (failure instanceof InterruptedException) {
            throw new Interruption();
        }
    }

    @FunctionalInterface
    interface Work {

        void doFor(Tenant tenant) throws Exception;
    }

    /** Ends the directory's loop, which knows no other end. */
    private static final class Interruption extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Interruption() {
            super("interrupted", null, false, false);
        }
    }
}
