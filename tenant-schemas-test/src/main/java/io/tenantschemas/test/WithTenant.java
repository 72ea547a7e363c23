package io.tenantschemas.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Binds a tenant that exists to the thread of a test that has a Spring application context.
 *
 * <p>The tenant is bound before the test's transaction begins, if it has one, and before {@code @BeforeEach} methods; it is
 * unbound after the transaction has ended and after {@code @AfterEach} methods. Nothing is bound for {@code @BeforeAll} and
 * {@code @AfterAll} methods, nor in threads that the test starts.
 *
 * <p>On a class it holds for all its tests, those of subclasses and of {@code @Nested} classes included; what is nearer to the
 * test wins. No tenant is created here: a test whose tenant does not exist fails, and so does one without Spring.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(WithTenantExtension.class)
public @interface WithTenant {

    /** The name of the tenant's schema; the public one stands for the shared tables. */
    String value();
}
