package io.tenantschemas.documentation;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.command.Console;
import io.tenantschemas.command.TenantCommands;
import io.tenantschemas.documentation.Page.Block;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.registry.TenantTableDdl;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentationTests {

    private static final Pattern PROPERTY = Pattern.compile("^\\| `(tenant-schemas\\.[a-z.-]+)` \\|(.*?)\\|.*");

    private static final Pattern COMMAND_LINE = Pattern.compile("^java -jar \\S+\\.jar ([a-z-]+)(.*?)( # .*)?$");

    @Test
    void listsEveryPropertyWithItsDefaultAndInventsNone() throws IOException {
        assertThat(documentedProperties()).isEqualTo(properties());
    }

    @Test
    void mentionsNoPropertyThatDoesNotExist() throws IOException {
        Map<String, String> properties = properties();
        Pattern mention = Pattern.compile("tenant-schemas\\.[a-z]+(?:[.-][a-z]+)*");
        Repository.pages()
                .forEach(page -> mention.matcher(String.join("\n", page.lines()))
                        .results()
                        .map(found -> found.group())
                        // A group of properties, such as tenant-schemas.migrations.
                        .forEach(name -> assertThat(properties.keySet())
                                .as(page.name())
                                .anyMatch(property -> property.equals(name)
                                        || property.startsWith(name + ".")
                                        || name.equals("tenant-schemas.test.database"))));
    }

    @Test
    void showsTheSqlOfTheTenantsTables() {
        TenantTableDdl ddl = new TenantTableDdl(new TenantTable(SchemaName.of("public"), "client"));
        String documented = withoutLayout(page("docs/registry.md").blocks().stream()
                .filter(block -> block.language().equals("sql"))
                .map(Block::code)
                .collect(Collectors.joining("\n")));

        // The application's own columns stand behind the library's.
        assertThat(documented).contains(withoutLayout(ddl.createTable()).replace(");", ""));
        Stream.of(
                        ddl.createDomainTable(),
                        ddl.createProvisioningTable(),
                        ddl.uniqueIndexOnSchemaName(),
                        ddl.uniqueIndexOnDomain(),
                        ddl.uniqueIndexOnPrimaryDomain())
                .forEach(statement -> assertThat(documented).contains(withoutLayout(statement)));
    }

    private static String withoutLayout(String sql) {
        return sql.replaceAll("[\"\\s]+", "").replace("public.", "");
    }

    @Test
    void linksToFilesThatExist() {
        Repository.pages()
                .forEach(page -> page.links()
                        .filter(link -> !link.contains("://"))
                        .forEach(link -> assertThat(page.file().resolveSibling(link))
                                .as(page.name())
                                .exists()));
    }

    @Test
    void namesTestsThatExist() throws IOException {
        Pattern test = Pattern.compile("`([A-Z][A-Za-z]*(?:IT|Tests|Contract))`");
        Set<String> named = test.matcher(
                        String.join("\n", page("docs/isolation.md").lines()))
                .results()
                .map(found -> found.group(1) + ".java")
                .collect(Collectors.toSet());

        try (Stream<Path> sources = Files.find(
                Repository.file("."), 20, (file, attributes) -> named.contains(String.valueOf(file.getFileName())))) {
            assertThat(sources.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet()))
                    .containsExactlyInAnyOrderElementsOf(named)
                    .hasSizeGreaterThan(20);
        }
    }

    @Test
    void isReachableFromTheReadme() {
        List<Path> linked = Stream.concat(
                        links(page("README.md")), Repository.pages().flatMap(DocumentationTests::links))
                .toList();

        assertThat(Repository.pages().map(page -> page.file().normalize()).filter(file -> !file.endsWith("README.md")))
                .allSatisfy(file -> assertThat(linked).contains(file));
    }

    private static Stream<Path> links(Page page) {
        return page.links()
                .filter(link -> !link.contains("://"))
                .map(link -> page.file().resolveSibling(link).normalize());
    }

    @Test
    void startsTheSampleWithOneCommandAndRunsAllTestsWithAnother() throws IOException {
        List<String> commands =
                shell(page("README.md")).filter(line -> line.startsWith("mvn ")).toList();

        assertThat(commands).containsExactly("mvn -pl sample-app -am spring-boot:run", "mvn -B verify");
        assertThat(Files.readString(Repository.file(".ci/run"))).contains("\nmvn -B verify\n");
    }

    @Test
    void showsCommandsThatAreUnderstood() {
        Repository.pages().flatMap(DocumentationTests::shell).forEach(line -> {
            Matcher command = COMMAND_LINE.matcher(line);
            if (command.matches()) {
                assertIsUnderstood(command.group(1), command.group(2).strip());
            }
        });
    }

    private static void assertIsUnderstood(String word, String options) {
        assertThat(TenantCommands.isCommand(word)).as(word).isTrue();
        // An option with a dot in its name is Spring's.
        String[] own = Arrays.stream(options.split("\\s+"))
                .filter(option -> !option.isEmpty() && !option.matches("--[^=]*\\..*"))
                .toArray(String[]::new);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());

        TenantCommands.Invocation invocation = TenantCommands.read(new Console(nowhere, nowhere), word, own);

        assertThat(invocation).as("%s %s", word, options).isNotEqualTo(new TenantCommands.Answered(2));
    }

    private static Stream<String> shell(Page page) {
        return page.blocks().stream()
                .filter(block -> block.language().equals("sh"))
                .flatMap(block -> block.code().lines());
    }

    private static Page page(String name) {
        return Page.read(Repository.file(name));
    }

    private static Map<String, String> documentedProperties() {
        Map<String, String> properties = new TreeMap<>();
        for (String line : page("docs/configuration.md").lines()) {
            Matcher row = PROPERTY.matcher(line);
            if (row.matches()) {
                properties.put(row.group(1), row.group(2).replace("`", "").strip());
            }
        }
        return properties;
    }

    private static Map<String, String> properties() throws IOException {
        Path metadata = Repository.file(
                "tenant-schemas-autoconfigure/target/classes/META-INF/spring-configuration-metadata.json");
        Map<String, String> properties = new TreeMap<>();
        for (JsonNode property : JsonMapper.shared().readTree(metadata.toFile()).path("properties")) {
            properties.put(property.path("name").asString(), defaultOf(property.path("defaultValue")));
        }
        return properties;
    }

    private static String defaultOf(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
                // Of some collections the metadata has the defaults as one text.
                : value.asString("").replaceAll("^\\[|]$", "");
    }
}
