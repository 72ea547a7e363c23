package io.tenantschemas.test;

import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.tenantschemas.context.TenantContext;

/** Makes a test fail to which {@link WithTenant} does nothing, which would otherwise test the shared tables unnoticed. */
final class WithTenantExtension implements BeforeTestExecutionCallback {

    @Override
    public void beforeTestExecution(ExtensionContext test) {
        TenantOfTest.find(test.getRequiredTestClass(), test.getRequiredTestMethod())
                .filter(schema -> !TenantContext.isBound()
                        || !TenantContext.currentSchema().value().equals(schema))
                .ifPresent(schema -> {
                    throw new TenantNotBoundForTestException(schema);
                });
    }
}
