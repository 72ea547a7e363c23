package io.tenantschemas.autoconfigure.command;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;

import io.tenantschemas.command.CommandBeans;
import io.tenantschemas.command.MigrationDefaults;

/** What commands work with, from the application's beans and properties. */
final class ApplicationBeans implements CommandBeans {

    private static final int DEFAULT_PARALLELISM = 4;

    private final ApplicationContext context;

    ApplicationBeans(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public <T> T get(Class<T> type) {
        return type == MigrationDefaults.class ? type.cast(migrationDefaults()) : context.getBean(type);
    }

    private MigrationDefaults migrationDefaults() {
        return new MigrationDefaults(Binder.get(context.getEnvironment())
                .bind("tenant-schemas.migrations.parallelism", Integer.class)
                .orElse(DEFAULT_PARALLELISM));
    }
}
