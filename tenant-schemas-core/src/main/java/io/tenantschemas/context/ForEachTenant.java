package io.tenantschemas.context;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method of a bean once for every active tenant, one after the other, each time bound to that tenant:
 *
 * <pre>{@code
 * @ForEachTenant
 * @Scheduled(cron = "0 0 3 * * *")
 * @Transactional
 * public void sendReminders() {
 *     reminders.findDue().forEach(mail::send);
 * }
 * }</pre>
 *
 * <p>Tenants that are out of service when their turn comes, or gone, are left out, and so is the main site. The loop is outside whatever else is done around
 * the method: with {@code @Transactional} each tenant has a transaction of its own. Only {@code @Async} is further out: the
 * whole loop runs in the other thread. One tenant's failure does not stop the others; after the last one the failures are
 * thrown as one {@link ForEachTenantException}. An interrupt ends the loop. Where schemas have to be current, the work fails for a
 * tenant whose schema is behind.
 *
 * <p>The method returns {@code void} and can be overridden by a proxy; anything else is refused at start-up with an {@link
 * UnsupportedForEachTenantException}. A call inside a transaction is refused with a {@link TenantSwitchException}. As with
 * other annotations of Spring, it has no effect on a call that a bean makes to itself, and is found on the methods of
 * interfaces and superclasses, too.
 *
 * @see TenantTemplate#forEachTenant
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ForEachTenant {}
