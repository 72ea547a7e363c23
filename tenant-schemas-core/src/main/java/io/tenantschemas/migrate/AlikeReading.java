package io.tenantschemas.migrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** Divides many tenants' schemas into those that are alike: several threads ask the database about a part of them each. */
final class AlikeReading {

    /** Fewer are not worth a thread. */
    static final int SMALLEST_PART = 500;

    /** Each takes places in the server's lock table, which all others need as well. */
    private static final int MOST_PARTS = 4;

    private final SchemaMigrator migrator;

    private final int parallelism;

    /**
     * Creates one that has asked nothing.
     *
     * @param parallelism how many connections may be in use at the same time
     */
    AlikeReading(SchemaMigrator migrator, int parallelism) {
        this.migrator = migrator;
        this.parallelism = parallelism;
    }

    /**
     * Returns all of them in groups, in the order of the first of each.
     *
     * @throws DatabaseUnreachableException if there is no connection to be had
     */
    List<AlikeTargets> alike(List<MigrationTarget> targets) {
        int parts = Math.min(Math.min(parallelism, MOST_PARTS), targets.size() / SMALLEST_PART);
        return parts <= 1 ? migrator.alike(targets) : together(parts(targets, parts));
    }

    private static List<List<MigrationTarget>> parts(List<MigrationTarget> targets, int number) {
        List<List<MigrationTarget>> parts = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            parts.add(targets.subList(targets.size() * i / number, targets.size() * (i + 1) / number));
        }
        return parts;
    }

    private List<AlikeTargets> together(List<List<MigrationTarget>> parts) {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("tenant-migration-");
        threads.setDaemon(true);
        ExecutorService executor = Executors.newFixedThreadPool(parts.size(), threads);
        try {
            List<CompletableFuture<Reading>> readings = parts.stream()
                    .map(part -> CompletableFuture.supplyAsync(() -> read(part), executor))
                    .toList();
            // Also after a failure of one: nobody is at work any more when this returns.
            CompletableFuture.allOf(readings.toArray(CompletableFuture[]::new)).join();
            return merged(
                    complete(readings.stream().map(CompletableFuture::join).toList()));
        } finally {
            executor.shutdown();
        }
    }

    private Reading read(List<MigrationTarget> part) {
        try {
            return new Reading(part, migrator.alike(part), null);
        } catch (RuntimeException failure) {
            return new Reading(part, List.of(), failure);
        }
    }

    /** Reads those parts once more, one after the other, for which there was no connection: the others may have had all there are. */
    private List<List<AlikeTargets>> complete(List<Reading> readings) {
        boolean isReachable = readings.stream().anyMatch(reading -> reading.failure() == null);
        List<List<AlikeTargets>> groups = new ArrayList<>();
        for (Reading reading : readings) {
            RuntimeException failure = reading.failure();
            if (failure == null) {
                groups.add(reading.groups());
            } else if (isReachable && failure instanceof DatabaseUnreachableException) {
                groups.add(migrator.alike(reading.part()));
            } else {
                throw failure;
            }
        }
        return groups;
    }

    private static List<AlikeTargets> merged(List<List<AlikeTargets>> parts) {
        Map<Object, List<MigrationTarget>> byState = new LinkedHashMap<>();
        parts.forEach(part -> part.forEach(group -> byState.computeIfAbsent(group.state(), state -> new ArrayList<>())
                .addAll(group.targets())));
        return byState.entrySet().stream()
                .map(group -> new AlikeTargets(group.getValue(), group.getKey()))
                .toList();
    }

    /** What was read of a part, or why it was not. */
    private record Reading(
            List<MigrationTarget> part,
            List<AlikeTargets> groups,
            @Nullable RuntimeException failure) {}
}
