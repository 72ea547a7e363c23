package io.tenantschemas.autoconfigure.migrate;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.AntPathMatcher;
import org.springframework.util.StringUtils;

import io.tenantschemas.migrate.flyway.FlywaySettings;
import io.tenantschemas.tenant.TypeName;

/**
 * Looks beside the locations of tenants' migrations for folders with migrations that are named like those of a type, and are of none:
 * a typo would keep all that is in it from ever running. Not asked are locations with wildcards, at the root of the class path, or
 * elsewhere than on the class path and in the file system.
 */
final class TypeFolders {

    private static final Log logger = LogFactory.getLog(TypeFolders.class);

    private static final String CLASSPATH = "classpath:";

    private static final String FILESYSTEM = "filesystem:";

    /** A folder that holds more than that before the first migration is for something else, and long to read. */
    private static final int MOST_FILES = 10_000;

    private final List<String> locations;

    /** What somebody goes through, with everything below it. */
    private final List<String> known;

    private final Set<TypeName> types;

    private final ClassLoader classLoader;

    private final Pattern migration;

    TypeFolders(FlywaySettings settings, ClassLoader classLoader) {
        this.locations =
                settings.tenantLocations().stream().map(TypeFolders::complete).toList();
        this.types = settings.types().keySet();
        this.known = Stream.of(
                        settings.sharedLocations().stream().map(TypeFolders::complete),
                        locations.stream(),
                        locations.stream()
                                .flatMap(each -> types.stream().map(type -> FlywaySettings.locationOf(each, type))))
                .flatMap(each -> each)
                .toList();
        this.classLoader = classLoader;
        this.migration = migration(settings);
    }

    /** Returns what the name of a file with a migration is like. */
    private static Pattern migration(FlywaySettings settings) {
        FluentConfiguration configuration = new FluentConfiguration();
        settings.customizers().forEach(customizer -> customizer.accept(configuration));
        String suffixes = Stream.of(configuration.getSqlMigrationSuffixes())
                .map(Pattern::quote)
                .reduce((one, other) -> one + "|" + other)
                .orElse("");
        return Pattern.compile("(?:%s\\d|%s%s).*(?:%s)"
                .formatted(
                        Pattern.quote(configuration.getSqlMigrationPrefix()),
                        Pattern.quote(configuration.getRepeatableSqlMigrationPrefix()),
                        Pattern.quote(configuration.getSqlMigrationSeparator()),
                        suffixes));
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
     * Looks for such folders. Where tenants have no types, the log tells of one, because it may well have another purpose.
     *
     * @throws TypeFolderException if there is one
     */
    void verify() {
        locations.stream().filter(location -> !hasWildcard(location)).forEach(this::verify);
    }

    private static boolean hasWildcard(String location) {
        return location.matches(".*[*?{].*");
    }

    private void verify(String location) {
        for (String suffix : suffixes(location)) {
            String folder = location + "-" + suffix;
            if (known.stream().noneMatch(each -> isThatOf(each, folder))) {
                TypeFolderException unknown = new TypeFolderException(folder, suffix, types);
                if (!types.isEmpty()) {
                    throw unknown;
                }
                logger.warn(unknown.getMessage());
            }
        }
    }

    /** Returns whether who goes through a location goes through the folder as well, or through some of it. */
    private static boolean isThatOf(String location, String folder) {
        return location.equals(folder)
                || location.startsWith(folder + "/")
                || folder.startsWith(location + "/")
                || (hasWildcard(location) && new AntPathMatcher().match(location, folder));
    }

    /** Returns what the folders beside a location that begin like it, and hold migrations, have at their ends. */
    private Set<String> suffixes(String location) {
        if (location.startsWith(FILESYSTEM)) {
            return inFileSystem(new File(location.substring(FILESYSTEM.length())));
        }
        return location.startsWith(CLASSPATH) && location.indexOf('/') > 0
                ? onClassPath(location.substring(CLASSPATH.length()))
                : Set.of();
    }

    private Set<String> inFileSystem(File location) {
        Set<String> suffixes = new TreeSet<>();
        String start = location.getName() + "-";
        File[] beside = location.getAbsoluteFile().getParentFile().listFiles(File::isDirectory);
        Stream.ofNullable(beside)
                .flatMap(Stream::of)
                .filter(folder -> folder.getName().startsWith(start) && holdsMigrations(folder.toPath()))
                .forEach(folder -> suffixes.add(folder.getName().substring(start.length())));
        return suffixes;
    }

    private boolean holdsMigrations(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.limit(MOST_FILES).anyMatch(file -> isMigration(String.valueOf(file.getFileName())));
        } catch (IOException | UncheckedIOException unreadable) {
            // Flyway could not read it either, if it were a folder of migrations.
            return false;
        }
    }

    private boolean isMigration(String file) {
        return migration.matcher(file).matches();
    }

    private Set<String> onClassPath(String path) {
        Set<String> suffixes = new TreeSet<>();
        Pattern folder = Pattern.compile("(?:^|.*[/!])" + Pattern.quote(path) + "-([^/]+)/(?:.*/)?([^/]+)");
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver(classLoader).getResources("classpath*:" + path + "-*/**")) {
                Matcher matcher = folder.matcher(decoded(file.getURL().toString()));
                if (matcher.matches() && isMigration(matcher.group(2))) {
                    suffixes.add(matcher.group(1));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return suffixes;
    }

    private static String decoded(String url) {
        try {
            return StringUtils.uriDecode(url, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            // Names in a jar may hold a '%' as it is.
            return url;
        }
    }
}
