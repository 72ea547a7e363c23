package io.tenantschemas.autoconfigure.migrate;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import io.tenantschemas.tenant.TypeName;

/**
 * Looks beside the locations of tenants' migrations for folders that are named like those of a type, and are of none: a typo would
 * keep all migrations in it from ever running. Not asked are locations with wildcards, at the root of the class path, or elsewhere
 * than on the class path and in the file system.
 */
final class TypeFolders {

    private static final String CLASSPATH = "classpath:";

    private static final String FILESYSTEM = "filesystem:";

    private final List<String> locations;

    private final Set<TypeName> types;

    private final ClassLoader classLoader;

    TypeFolders(List<String> locations, Set<TypeName> types, ClassLoader classLoader) {
        this.locations = locations.stream().map(TypeFolders::complete).toList();
        this.types = types;
        this.classLoader = classLoader;
    }

    /** Returns a location with its prefix, as Flyway takes one without, and without a slash at its end. */
    private static String complete(String location) {
        String prefixed = location.indexOf(':') < 0 ? CLASSPATH + location : location;
        String path = prefixed.substring(prefixed.indexOf(':') + 1);
        String folder = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return prefixed.substring(0, prefixed.indexOf(':') + 1)
                + (prefixed.startsWith(CLASSPATH) && folder.startsWith("/") ? folder.substring(1) : folder);
    }

    /**
     * Looks for such folders.
     *
     * @throws TypeFolderException if there is one
     */
    void verify() {
        locations.stream().filter(location -> !location.matches(".*[*?{].*")).forEach(this::verify);
    }

    private void verify(String location) {
        for (String suffix : suffixes(location)) {
            String folder = location + "-" + suffix;
            boolean isListed =
                    locations.stream().anyMatch(each -> each.equals(folder) || each.startsWith(folder + "/"));
            if (!isListed && types.stream().noneMatch(type -> type.value().equals(suffix))) {
                throw new TypeFolderException(folder, suffix, types);
            }
        }
    }

    /** Returns what the folders beside a location that begin like it have at their ends. */
    private Set<String> suffixes(String location) {
        if (location.startsWith(FILESYSTEM)) {
            return inFileSystem(new File(location.substring(FILESYSTEM.length())));
        }
        return location.startsWith(CLASSPATH) && location.indexOf('/') > 0
                ? onClassPath(location.substring(CLASSPATH.length()))
                : Set.of();
    }

    private static Set<String> inFileSystem(File location) {
        Set<String> suffixes = new TreeSet<>();
        String start = location.getName() + "-";
        File[] beside = location.getAbsoluteFile().getParentFile().listFiles(File::isDirectory);
        Stream.ofNullable(beside)
                .flatMap(Stream::of)
                .filter(folder -> folder.getName().startsWith(start) && !isEmpty(folder))
                .forEach(folder -> suffixes.add(folder.getName().substring(start.length())));
        return suffixes;
    }

    private static boolean isEmpty(File folder) {
        String[] content = folder.list();
        return content == null || content.length == 0;
    }

    private Set<String> onClassPath(String path) {
        Set<String> suffixes = new TreeSet<>();
        Pattern folder = Pattern.compile("(?:^|.*[/!])" + Pattern.quote(path) + "-([^/]+)/[^/].*");
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver(classLoader).getResources("classpath*:" + path + "-*/**")) {
                suffix(folder, file).ifPresent(suffixes::add);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return suffixes;
    }

    private static Optional<String> suffix(Pattern folder, Resource file) throws IOException {
        Matcher matcher = folder.matcher(URLDecoder.decode(file.getURL().toString(), StandardCharsets.UTF_8));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
