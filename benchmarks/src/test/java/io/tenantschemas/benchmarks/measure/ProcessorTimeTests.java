package io.tenantschemas.benchmarks.measure;

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
        long end = System.nanoTime() + 200_000_000;
        long work = 0;
        while (System.nanoTime() < end) {
            work++;
        }
        assertThat(work).isPositive();
        assertThat(ProcessorTime.of(own).orElseThrow()).isGreaterThan(before);
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
