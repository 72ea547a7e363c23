package io.tenantschemas.provision;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.Assert;

import io.tenantschemas.registry.TenantTable;

/** Reads from the library's table what became of attempts. Where there is no such table, nothing is known. */
public final class JdbcProvisioningProgress implements ProvisioningProgress {

    private final DataSource dataSource;

    private final TenantTable table;

    /**
     * Creates one.
     *
     * @param dataSource where connections come from, which need not point at any schema
     * @param table beside which the library's table is
     */
    public JdbcProvisioningProgress(DataSource dataSource, TenantTable table) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(table, "'table' must not be null");
        this.dataSource = dataSource;
        this.table = table;
    }

    @Override
    public Map<Long, Progress> all() {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        Map<Long, Progress> all = new HashMap<>();
        if (Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT pg_catalog.to_regclass(?) IS NOT NULL", Boolean.class, table.qualifiedProvisioning()))) {
            jdbc.query(
                    "SELECT p.tenant_id, p.attempts, p.reason FROM %s p JOIN %s t ON t.id = p.tenant_id WHERE t.status IN ('PROVISIONING', 'FAILED')"
                            .formatted(table.qualifiedProvisioning(), table.qualified()),
                    row -> {
                        all.put(row.getLong(1), new Progress(row.getInt(2), Optional.ofNullable(row.getString(3))));
                    });
        }
        return all;
    }
}
