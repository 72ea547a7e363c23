package io.tenantschemas.benchmarks.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
class ProcessorTimeTests {

    @Test
    void growsWithWhatAProcessDoes() {
        long own = ProcessHandle.current().pid();
        double before = ProcessorTime.of(own).orElseThrow();
        work();
        assertThat(ProcessorTime.of(own).orElseThrow()).isGreaterThan(before);
    }

    /** By the thread's own clock, so that it is work however busy the machine is. */
    private static void work() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + 50_000_000;
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void ofAFamilyIsAtLeastThatOfTheProcess() {
        long own = ProcessHandle.current().pid();
        double alone = ProcessorTime.of(own).orElseThrow();
        assertThat(ProcessorTime.ofFamily(own).orElseThrow()).isGreaterThanOrEqualTo(alone);
    }

    @Test
    void isNothingForAProcessThatIsGone() {
        assertThat(ProcessorTime.of(Integer.MAX_VALUE)).isEmpty();
    }
}
