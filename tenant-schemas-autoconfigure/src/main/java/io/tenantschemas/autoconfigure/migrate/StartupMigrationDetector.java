package io.tenantschemas.autoconfigure.migrate;

import java.util.Set;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/** Lets entity manager factories and whatever else uses the database wait for {@link StartupMigration}. */
final class StartupMigrationDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(StartupMigration.class);
    }
}
