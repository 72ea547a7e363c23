package io.tenantschemas.benchmarks.measure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.tenantschemas.benchmarks.rival.Rival;

/**
 * Who takes part, under a name.
 *
 * @param name how results call it
 * @param rival what it is
 * @param properties what its application is told beside what all are told
 */
public record Contestant(String name, Rival rival, List<String> properties) {

    /** How results call the application without tenants. */
    public static final String SINGLE = "single tenant";

    /** How results call the usual recipe. */
    public static final String RECIPE = "usual recipe";

    private static final String STRATEGY = "tenant-schemas.routing.strategy=";

    /** Returns those that the library is compared with. */
    public static Stream<Contestant> others() {
        return Stream.of(
                new Contestant(SINGLE, Rival.SINGLE, List.of()),
                new Contestant(RECIPE, Rival.RECIPE, List.of()),
                new Contestant("TenantSchemaMapper", Rival.MAPPER, List.of()),
                new Contestant("bare names", Rival.BARE, List.of()));
    }

    /**
     * Reads one that uses the library: a strategy, {@code auto}, or a name for it and properties, {@code
     * small:property=value,property=value}.
     */
    public static Contestant library(String text) {
        String[] parts = text.split(":", 2);
        return new Contestant(
                parts[0],
                Rival.LIBRARY,
                parts.length == 1 ? List.of(STRATEGY + text) : Arrays.asList(parts[1].split(",", -1)));
    }

    /** Returns the same with one property more, under that name. */
    public Contestant with(String newName, String property) {
        return new Contestant(
                newName,
                rival,
                Stream.concat(properties.stream(), Stream.of(property)).toList());
    }

    boolean needsRoles() {
        return properties.contains(STRATEGY + "role");
    }
}
