package io.tenantschemas.test;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;
import org.springframework.transaction.annotation.Transactional;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.context.UnknownTenantException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Takes tests through their lives by hand, to see what is bound around them. */
class WithTenantTestExecutionListenerTests {

    private final Samples test = new Samples();

    private final TestContextManager manager = new TestContextManager(Samples.class);

    @AfterEach
    void nothingIsLeftBound() {
        assertThat(TenantContext.isBound()).isFalse();
    }

    @Test
    void unbindsAfterTheTest() throws Exception {
        before("ofAcme");
        assertThat(TenantContext.isBound()).isTrue();

        after("ofAcme", null);
    }

    @Test
    void unbindsAfterATestThatFailed() throws Exception {
        before("ofAcme");

        after("ofAcme", new AssertionError("expected"));
    }

    @Test
    void bindsNothingForATestWithoutTheAnnotation() throws Exception {
        before("ofNobody");
        assertThat(TenantContext.isBound()).isFalse();

        after("ofNobody", null);
    }

    @Test
    void restoresWhatWasBoundBefore() throws Exception {
        TenantTemplate template =
                manager.getTestContext().getApplicationContext().getBean(TenantTemplate.class);
        template.executeWithoutResult("globex", () -> {
            before("ofAcme");
            after("ofAcme", null);
            assertThat(WithTenantTests.bound()).isEqualTo("globex");
        });
    }

    @Test
    void beginsAndEndsTheTransactionOfATestWithinTheTenant() throws Exception {
        before("transactional");
        after("transactional", null);

        assertThat(manager.getTestContext()
                        .getApplicationContext()
                        .getBean(RecordingTransactionManager.class)
                        .log())
                .endsWith("begin in acme", "rollback in acme");
    }

    @Test
    void failsForATenantThatDoesNotExist() {
        assertThatExceptionOfType(UnknownTenantException.class)
                .isThrownBy(() -> before("ofSomebody"))
                .withMessageContaining("'initech'");
    }

    private void before(String method) throws Exception {
        manager.prepareTestInstance(test);
        manager.beforeTestMethod(test, method(method));
    }

    private void after(String method, @Nullable Throwable failure) throws Exception {
        manager.afterTestMethod(test, method(method), failure);
    }

    private static Method method(String name) throws NoSuchMethodException {
        return Samples.class.getDeclaredMethod(name);
    }

    @ContextConfiguration(classes = WithTenantTests.TestConfiguration.class)
    static class Samples {

        @WithTenant("acme")
        void ofAcme() {}

        void ofNobody() {}

        @WithTenant("initech")
        void ofSomebody() {}

        @Transactional
        @WithTenant("acme")
        void transactional() {}
    }
}
