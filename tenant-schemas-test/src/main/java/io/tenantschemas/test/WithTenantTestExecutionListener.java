package io.tenantschemas.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.support.AbstractTestExecutionListener;
import org.springframework.test.context.transaction.TransactionalTestExecutionListener;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.context.TenantTemplate;

/**
 * Binds the tenant of {@link WithTenant} around each test, outside the test's transaction. Spring finds it by itself; a test
 * that lists its {@link TestExecutionListener}s has to merge them with the default ones.
 */
public final class WithTenantTestExecutionListener extends AbstractTestExecutionListener {

    /** Before Spring's {@link TransactionalTestExecutionListener}, whose transaction never changes its schema. */
    public static final int ORDER = TransactionalTestExecutionListener.ORDER - 100;

    private static final String SCOPE = WithTenantTestExecutionListener.class.getName() + ".SCOPE";

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void beforeTestMethod(TestContext test) {
        TenantOfTest.find(test.getTestClass(), test.getTestMethod())
                .ifPresent(schema -> test.setAttribute(SCOPE, TenantScope.open(bindingOf(schema, test))));
    }

    @Override
    public void afterTestMethod(TestContext test) {
        if (test.removeAttribute(SCOPE) instanceof TenantScope scope) {
            scope.close();
        }
    }

    // The template decides what a name stands for, here as everywhere.
    private static TenantBinding bindingOf(String schema, TestContext test) {
        TenantTemplate template = test.getApplicationContext().getBean(TenantTemplate.class);
        return template.execute(schema, TenantContext::binding);
    }
}
