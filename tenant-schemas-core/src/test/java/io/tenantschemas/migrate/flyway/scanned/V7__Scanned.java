package io.tenantschemas.migrate.flyway.scanned;

import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** A migration that Flyway finds by its place. */
@SuppressWarnings("checkstyle:TypeName")
public final class V7__Scanned extends BaseJavaMigration {

    @Override
    public void migrate(Context context) {}
}
