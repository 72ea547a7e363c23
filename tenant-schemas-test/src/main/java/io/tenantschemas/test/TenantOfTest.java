package io.tenantschemas.test;

import java.lang.reflect.Method;
import java.util.Optional;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Reads {@link WithTenant}. */
final class TenantOfTest {

    private TenantOfTest() {}

    /** Returns the name of the schema, or empty when the test is not annotated. */
    static Optional<String> find(Class<?> type, Method method) {
        return Optional.ofNullable(AnnotatedElementUtils.findMergedAnnotation(method, WithTenant.class))
                .or(() -> Optional.ofNullable(TestContextAnnotationUtils.findMergedAnnotation(type, WithTenant.class)))
                .map(WithTenant::value);
    }
}
