package io.tenantschemas.autoconfigure;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Keeps the packages apart. */
class ArchitectureTests {

    private static final JavaClasses AUTOCONFIGURE = classes();

    private static JavaClasses classes() {
        Class<?> one = TenantSchemasAutoConfiguration.class;
        // As long as no application has started, each class that is read would be logged.
        LoggingSystem.get(one.getClassLoader()).setLogLevel("com.tngtech.archunit", LogLevel.INFO);
        return new ClassFileImporter()
                .importUrl(one.getProtectionDomain().getCodeSource().getLocation());
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.tenantschemas.(**)").should().beFreeOfCycles().check(AUTOCONFIGURE);
    }
}
