package io.tenantschemas.routing.hibernate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.hibernate.cfg.AvailableSettings;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when Hibernate was told to make tables, which it would make in the wrong schema. */
public final class TableCreationException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private static final Set<String> HARMLESS = Set.of("", "none", "validate", "false");

    private static final List<String> SETTINGS =
            List.of(AvailableSettings.HBM2DDL_AUTO, AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION);

    private final String action;

    private TableCreationException(String setting, String action) {
        super(
                ("Hibernate was told to make tables (%s is '%s'), but it knows one schema only. Set spring.jpa.hibernate.ddl-auto"
                                + " to 'none' or 'validate', leave spring.jpa.generate-ddl off, and write migrations under"
                                + " db/shared and db/tenant.")
                        .formatted(setting, action));
        this.action = action;
    }

    /** Refuses settings that would make or drop tables. Called before Hibernate does. */
    static void refuse(Map<String, Object> settings) {
        for (String setting : SETTINGS) {
            String action = String.valueOf(settings.getOrDefault(setting, ""));
            if (!HARMLESS.contains(action.toLowerCase(Locale.ROOT))) {
                throw new TableCreationException(setting, action);
            }
        }
    }

    /** Returns what Hibernate was told to do. */
    public String action() {
        return action;
    }
}
