package io.tenantschemas.test;

import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

class WithTenantExtensionTests {

    @Test
    void failsATestThatNothingBinds() {
        TestExecutionSummary summary = run(WithoutSpring.class);

        assertThat(summary.getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException())
                        .isInstanceOf(TenantNotBoundForTestException.class)
                        .hasMessageContaining("@WithTenant(\"acme\") has bound nothing"));
    }

    private static TestExecutionSummary run(Class<?> type) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(type))
                .build();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    /** Not found by Surefire, because nested classes are excluded by default. */
    @WithTenant("acme")
    static class WithoutSpring {

        @Test
        void isNotRun() {}
    }
}
