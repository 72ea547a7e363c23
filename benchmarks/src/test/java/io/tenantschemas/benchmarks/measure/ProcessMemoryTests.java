package io.tenantschemas.benchmarks.measure;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessMemoryTests {

    @Test
    void readsANumber() {
        List<String> lines =
                List.of("VmRSS:\t   12345 kB", "RssAnon:\t    2345 kB", "Pss_Anon:   7 kB", "Pss:        99 kB");
        assertThat(ProcessMemory.number("RssAnon", lines)).isEqualTo(2345);
        assertThat(ProcessMemory.number("Pss", lines)).isEqualTo(99);
    }

    @Test
    void isEmptyForAProcessThatIsGone() {
        assertThat(ProcessMemory.of(Integer.MAX_VALUE)).isEmpty();
    }
}
