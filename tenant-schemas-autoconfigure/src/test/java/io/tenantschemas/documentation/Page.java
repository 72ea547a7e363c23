package io.tenantschemas.documentation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A page of the documentation.
 *
 * @param file where it is
 * @param lines what it says
 */
record Page(Path file, List<String> lines) {

    private static final Pattern SNIPPET = Pattern.compile("<!-- snippet: (\\S+) -->");

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

    /**
     * A fenced block.
     *
     * @param place page and line, for messages
     * @param language what stands behind the fence
     * @param snippet where the code comes from, as the comment before the block says, or null when none does
     * @param code the code
     */
    record Block(String place, String language, @Nullable String snippet, String code) {

        @Override
        public String toString() {
            return place;
        }
    }

    static Page read(Path file) {
        return new Page(file, Repository.lines(file));
    }

    String name() {
        return Repository.name(file);
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int start = 0; start < lines.size(); start++) {
            if (lines.get(start).startsWith("```")) {
                int end = endOf(start);
                blocks.add(new Block(
                        name() + ":" + (start + 1),
                        lines.get(start).substring(3).strip(),
                        snippetBefore(start),
                        String.join("\n", lines.subList(start + 1, end))));
                start = end;
            }
        }
        return blocks;
    }

    private int endOf(int start) {
        for (int line = start + 1; line < lines.size(); line++) {
            if (lines.get(line).equals("```")) {
                return line;
            }
        }
        throw new AssertionError("The block at %s:%d does not end".formatted(name(), start + 1));
    }

    private @Nullable String snippetBefore(int start) {
        return start == 0
                ? null
                : SNIPPET.matcher(lines.get(start - 1))
                        .results()
                        .map(result -> result.group(1))
                        .findFirst()
                        .orElse(null);
    }

    /** Returns the targets of all links, without what follows a number sign. */
    Stream<String> links() {
        return LINK.matcher(String.join("\n", lines)).results().map((MatchResult link) -> link.group(1));
    }

    @Override
    public String toString() {
        return name();
    }
}
