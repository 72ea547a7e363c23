package io.tenantschemas.documentation;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tenantschemas.documentation.Page.Block;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the code in the documentation to code that is compiled or run. To show code, put a comment with the file and the
 * region in the line before the block: {@code <!-- snippet: path/of/File.java#region -->}.
 */
class SnippetTests {

    private static final Set<String> CODE = Set.of("java", "sql", "yaml", "properties", "xml", "kotlin", "groovy");

    private static final Set<String> TEXT = Set.of("sh", "text", "http", "json");

    @ParameterizedTest
    @MethodSource("blocks")
    void saysWhatLanguageItIsIn(Block block) {
        assertThat(List.of(CODE, TEXT)).as(block.place()).anyMatch(known -> known.contains(block.language()));
    }

    @ParameterizedTest
    @MethodSource("code")
    void isTakenFromCodeThatIsCompiledOrRun(Block block) {
        assertThat(block.snippet())
                .as("%s: the line before the block has to say where it comes from", block.place())
                .isNotNull();
        assertThat(block.code()).as(block.place()).isEqualTo(Snippet.at(String.valueOf(block.snippet())));
    }

    static Stream<Block> blocks() {
        return Repository.pages().flatMap(page -> page.blocks().stream());
    }

    static Stream<Block> code() {
        return blocks().filter(block -> CODE.contains(block.language()));
    }
}
