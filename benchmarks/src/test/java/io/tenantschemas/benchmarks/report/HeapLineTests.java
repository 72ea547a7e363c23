package io.tenantschemas.benchmarks.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.tenantschemas.benchmarks.migration.Heap;
import io.tenantschemas.benchmarks.migration.HeapResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class HeapLineTests {

    private static final long MEGABYTE = 1024 * 1024;

    @Test
    void comparesWithTheFewestTenants() {
        List<HeapLine> lines = HeapLine.of(List.of(result(10_000, 42), result(100, 30)));
        assertThat(lines).extracting(HeapLine::more).containsExactly(12.0, 0.0);
        assertThat(lines)
                .extracting(line -> line.before().median(), line -> line.after().median())
                .containsExactly(tuple(20.0, 42.0), tuple(20.0, 30.0));
    }

    private static HeapResult result(int tenants, long megabytes) {
        return new HeapResult(tenants, List.of(new Heap(20 * MEGABYTE, megabytes * MEGABYTE)));
    }
}
