package io.tenantschemas.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What an editor shows to somebody who writes {@code tenant-schemas.} into the application's properties. */
class ConfigurationMetadataTests {

    private static List<JsonNode> properties() throws IOException {
        Resource[] all = new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/spring-configuration-metadata.json");
        for (Resource resource : all) {
            try (InputStream json = resource.getInputStream()) {
                List<JsonNode> found = StreamSupport.stream(
                                JsonMapper.shared()
                                        .readTree(json)
                                        .path("properties")
                                        .spliterator(),
                                false)
                        .filter(property -> name(property).startsWith("tenant-schemas."))
                        .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    private static String name(JsonNode property) {
        return property.path("name").asString();
    }

    @Test
    void everyPropertyHasADescription() throws IOException {
        assertThat(properties())
                .isNotEmpty()
                .allSatisfy(property -> assertThat(property.path("description").asString(""))
                        .as("the description of %s", name(property))
                        .isNotBlank());
    }

    @Test
    void propertiesAreCalledAsTheyAreDocumented() throws IOException {
        assertThat(properties())
                .extracting(ConfigurationMetadataTests::name)
                .contains(
                        "tenant-schemas.enabled",
                        "tenant-schemas.public-schema",
                        "tenant-schemas.public-hosts",
                        "tenant-schemas.extra-search-path",
                        "tenant-schemas.require-tenant",
                        "tenant-schemas.ignored-paths",
                        "tenant-schemas.resolution.cache.time-to-live",
                        "tenant-schemas.resolution.cache.maximum-size",
                        "tenant-schemas.resolution.cache.misses-per-second",
                        "tenant-schemas.cache.shared",
                        "tenant-schemas.routing.exclude",
                        "tenant-schemas.routing.strategy",
                        "tenant-schemas.migrations.shared.locations",
                        "tenant-schemas.migrations.tenant.locations",
                        "tenant-schemas.migrations.on-startup",
                        "tenant-schemas.migrations.parallelism",
                        "tenant-schemas.migrations.require-current",
                        "tenant-schemas.provisioning.auto-drop",
                        "tenant-schemas.entities.default-scope",
                        "tenant-schemas.entities.shared-packages",
                        "tenant-schemas.entities.tenant-packages");
    }
}
