package io.tenantschemas.benchmarks.migration;

import java.util.List;
import java.util.stream.IntStream;

import io.tenantschemas.benchmarks.database.TenantsDatabase;

/** Looks at the memory of the library's JVM, when nothing else is measured. */
final class HeapTurn {

    private final Course course;

    HeapTurn(Course course) {
        this.course = course;
    }

    HeapResult run() {
        List<Heap> heaps = IntStream.range(0, course.settings().rounds())
                .mapToObj(round -> look())
                .toList();
        return new HeapResult(course.tenants().number(), heaps);
    }

    private Heap look() {
        try (TenantsDatabase database = course.tenants().copy()) {
            Heap heap = look(database);
            course.expectation().checkTenants(database, course.tenants().number(), true);
            return heap;
        }
    }

    private Heap look(TenantsDatabase database) {
        try (JavaContender contender = course.contenders().java(Way.LIBRARY, Turn.HEAP, database)) {
            return contender.look();
        }
    }
}
