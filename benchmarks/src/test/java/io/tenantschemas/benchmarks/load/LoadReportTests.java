package io.tenantschemas.benchmarks.load;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoadReportTests {

    @Test
    void countsTheAnswersOfAllConnections() {
        Latencies one = new Latencies();
        Latencies other = new Latencies();
        for (int i = 1; i <= 2000; i++) {
            (i % 2 == 0 ? one : other).add(i);
        }
        LoadReport report = LoadReport.of(500_000_000, List.of(one, other));
        assertThat(report.requestsPerSecond()).isEqualTo(4000);
        assertThat(report.medianNanos()).isEqualTo(1001);
        assertThat(report.slowNanos()).isEqualTo(1981);
    }
}
