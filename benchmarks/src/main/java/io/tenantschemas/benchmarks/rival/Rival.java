package io.tenantschemas.benchmarks.rival;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** A way to keep tenants apart, or not to have any. */
public enum Rival {
    /** The application without tenants: all requests are served from one schema. */
    SINGLE(false, null),

    /** The usual recipe: a connection provider that sets the path and resets it. */
    RECIPE(false, RecipeConfiguration.class),

    /** Hibernate's own {@code TenantSchemaMapper}. */
    MAPPER(false, MapperConfiguration.class),

    /** The schema's name in Hibernate's statements, and nothing else: what so many sets of tables cost by themselves. */
    BARE(false, BareConfiguration.class),

    /** This library. */
    LIBRARY(true, LibraryConfiguration.class);

    private static final List<String> COMMON = List.of(
            "server.port=0",
            // The load generator keeps its connections.
            "server.tomcat.max-keep-alive-requests=-1",
            "server.tomcat.keep-alive-timeout=10m",
            "spring.jpa.open-in-view=false",
            "spring.jpa.hibernate.ddl-auto=none",
            "spring.main.banner-mode=off",
            "spring.jmx.enabled=false",
            "logging.level.root=warn");

    private final boolean library;

    private final @Nullable Class<?> configuration;

    Rival(boolean library, @Nullable Class<?> configuration) {
        this.library = library;
        this.configuration = configuration;
    }

    Class<?>[] configurations() {
        return configuration == null ? new Class<?>[0] : new Class<?>[] {configuration};
    }

    /** Returns whether it serves tenants, and not all requests from one schema. */
    public boolean hasTenants() {
        return this != SINGLE;
    }

    String[] properties() {
        return Stream.concat(COMMON.stream(), own().stream()).toArray(String[]::new);
    }

    private List<String> own() {
        return library
                ? List.of("tenant-schemas.migrations.on-startup=none")
                : List.of("tenant-schemas.enabled=false", "spring.flyway.enabled=false");
    }
}
