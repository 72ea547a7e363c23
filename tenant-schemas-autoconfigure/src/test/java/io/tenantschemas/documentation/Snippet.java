package io.tenantschemas.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Code of this repository that a page shows: a whole file, or what stands between the comments {@code tag::name[]} and
 * {@code end::name[]}, which may be interrupted.
 */
final class Snippet {

    private static final Pattern TAG = Pattern.compile("(tag|end)::([\\w-]+)\\[]");

    private Snippet() {}

    /** Returns the code at {@code path#name}, without the tags and without common indentation. */
    static String at(String reference) {
        String path = reference.split("#", 2)[0];
        Path file = Repository.file(path);
        if (!Files.isRegularFile(file)) {
            throw new AssertionError("There is no file " + path);
        }
        List<String> lines = Repository.lines(file);
        String code = reference.contains("#")
                ? region(lines, reference.substring(path.length() + 1), reference)
                : lines.stream().filter(line -> !TAG.matcher(line).find()).collect(Collectors.joining("\n"));
        // Without the end of the last line, which would count as a line that is not indented.
        return code.stripTrailing().stripIndent().strip();
    }

    private static String region(List<String> lines, String name, String reference) {
        StringBuilder code = new StringBuilder();
        boolean found = false;
        boolean inside = false;
        for (String line : lines) {
            Matcher tag = TAG.matcher(line);
            if (tag.find()) {
                boolean own = tag.group(2).equals(name);
                found |= own;
                inside = own ? tag.group(1).equals("tag") : inside;
            } else if (inside) {
                code.append(line).append('\n');
            }
        }
        if (!found || inside) {
            throw new AssertionError("There is no region, or no end to it: " + reference);
        }
        return code.toString();
    }
}
