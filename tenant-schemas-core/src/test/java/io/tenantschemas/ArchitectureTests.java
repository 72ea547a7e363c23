package io.tenantschemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.tenant.Tenant;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** Keeps the packages apart. A package below another one is a leaf: it knows what its parent knows, and nobody knows it. */
class ArchitectureTests {

    private static final String ROOT = "io.tenantschemas.";

    private static final String LEAVES = "io.tenantschemas.*.*..";

    /** Which packages each may use, besides itself. Optional libraries are touched where nothing else depends on it. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("tenant", Set.of()),
            Map.entry("context", Set.of("tenant")),
            Map.entry("registry", Set.of("tenant", "context")),
            Map.entry("routing", Set.of("tenant", "context")),
            Map.entry("role", Set.of("tenant")),
            Map.entry("schema", Set.of("tenant")),
            Map.entry("entity", Set.of("tenant")),
            Map.entry("migrate", Set.of("tenant", "context", "registry", "role")),
            Map.entry(
                    "provision",
                    Set.of("tenant", "registry", "migrate", "context", "entity", "routing", "role", "schema")),
            Map.entry("inspect", Set.of("tenant", "context", "registry", "routing", "role", "migrate", "provision")),
            Map.entry("web", Set.of("tenant", "context", "registry")),
            Map.entry("cache", Set.of("tenant", "context")),
            Map.entry("observe", Set.of("tenant", "context", "migrate", "provision")),
            Map.entry(
                    "command",
                    Set.of(
                            "tenant",
                            "context",
                            "registry",
                            "routing",
                            "role",
                            "schema",
                            "entity",
                            "migrate",
                            "provision",
                            "inspect",
                            "cache",
                            "observe")));

    /** What leaves may use besides what their parents may. */
    private static final Map<String, Set<String>> LEAF_MAY_ALSO_USE = Map.of(
            // Puts the tables of entities marked as shared into the public schema.
            "routing.hibernate", Set.of("entity"),
            // Keeps one cache entry of entities marked as shared.
            "cache.hibernate", Set.of("entity"));

    private static final JavaClasses CORE = new ClassFileImporter()
            .importUrl(Tenant.class.getProtectionDomain().getCodeSource().getLocation());

    static Stream<String> packages() {
        return packagesOfCore().stream();
    }

    private static Set<String> packagesOfCore() {
        Set<String> packages = new TreeSet<>();
        CORE.forEach(each -> packages.add(each.getPackageName().substring(ROOT.length())));
        return packages;
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CORE);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packagesHaveTheirPlace(String name) {
        assertThat(MAY_USE).as("which packages may %s use?", name).containsKey(parent(name));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packagesUseOnlyThoseAboveThem(String name) {
        classes()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .onlyDependOnClassesThat(resideInAPackage("io.tenantschemas..")
                        .negate()
                        .or(resideInAnyPackage(allowed(name)))
                        .as("reside in %s", String.join(", ", allowed(name))))
                .check(CORE);
    }

    private static String[] allowed(String name) {
        List<String> allowed = new ArrayList<>(List.of(name, parent(name)));
        allowed.addAll(MAY_USE.getOrDefault(parent(name), Set.of()));
        allowed.addAll(LEAF_MAY_ALSO_USE.getOrDefault(name, Set.of()));
        return allowed.stream().map(ROOT::concat).toArray(String[]::new);
    }

    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void nobodyDependsOnALeaf(String name) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .dependOnClassesThat(resideInAPackage(LEAVES)
                        .and(DescribedPredicate.not(resideInAPackage(ROOT + name)))
                        .as("reside in another package's leaf"))
                .check(CORE);
    }

    @ParameterizedTest
    @CsvSource({
        "org.flywaydb.., io.tenantschemas.migrate.flyway..",
        "com.zaxxer.hikari.., io.tenantschemas.routing.hikari..",
        "org.hibernate.., io.tenantschemas.*.hibernate..",
        "org.springframework.orm.., " + LEAVES,
        "jakarta.servlet.., io.tenantschemas.web..",
        "org.springframework.web.., io.tenantschemas.web..",
        "io.micrometer.context.., io.tenantschemas.context.propagation..",
        "org.aopalliance.., io.tenantschemas.context..",
        "org.springframework.security.., io.tenantschemas.web.security..",
        "picocli.., io.tenantschemas.command..",
        "me.tongfei.progressbar.., io.tenantschemas.command..",
        "tools.jackson.., io.tenantschemas.command..",
        "com.github.benmanes.caffeine.., io.tenantschemas.[registry|cache.caffeine]..",
        "javax.cache.., io.tenantschemas.cache.jcache..",
        "org.springframework.data.redis.., io.tenantschemas.cache.redis..",
        "org.postgresql.., " + LEAVES
    })
    void librariesAreTouchedInOnePlace(String library, String place) {
        assertTouchedOnlyIn(library, place);
    }

    @Test
    void persistenceIsTouchedByTheEntityAndLeaves() {
        assertTouchedOnlyIn("jakarta.persistence..", "io.tenantschemas.entity", LEAVES);
    }

    private static void assertTouchedOnlyIn(String library, String... places) {
        noClasses()
                .that()
                .resideOutsideOfPackages(places)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(CORE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.util.logging..", "org.springframework.boot.."})
    void someThingsAreTouchedNowhere(String banned) {
        noClasses().should().dependOnClassesThat().resideInAPackage(banned).check(CORE);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packagesAreNullMarkedAndExplained(String name) {
        assertThat(CORE.getPackage(ROOT + name).isAnnotatedWith(NullMarked.class))
                .as("%s has a package-info.java with @NullMarked", name)
                .isTrue();
    }

    @Test
    void seesTheClassesOfCore() {
        assertThat(packagesOfCore()).contains("tenant", "context", "registry", "entity");
        assertThat(CORE).extracting(JavaClass::getSimpleName).contains("Tenant").doesNotContain("ArchitectureTests");
    }
}
