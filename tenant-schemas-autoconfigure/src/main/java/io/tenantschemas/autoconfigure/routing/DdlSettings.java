package io.tenantschemas.autoconfigure.routing;

import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.provision.ProvisioningMode;
import io.tenantschemas.routing.RoutingStrategy;

/**
 * What the application may not want as well where schemas are made with a data source of its own.
 *
 * @param name the name of that bean
 * @param properties what the application wants
 */
record DdlSettings(String name, TenantSchemasProperties properties) {

    /** @throws TenantDataSourceException if something does not go with it */
    void verify() {
        TenantSchemasProperties.Provisioning provisioning = properties.provisioning();
        if (provisioning.mode() == ProvisioningMode.SYNC) {
            throw refused(
                    "tenant-schemas.provisioning.mode",
                    "sync",
                    "the transaction that saves a tenant cannot commit with one on other connections",
                    "Set tenant-schemas.provisioning.mode=async, and tenants are made soon after they are saved, or none, and migrate-schemas makes"
                            + " them.");
        }
        if (provisioning.autoDrop()) {
            throw refused(
                    "tenant-schemas.provisioning.auto-drop",
                    "true",
                    "the transaction that deletes a tenant's row cannot drop its schema on other connections",
                    "Set tenant-schemas.provisioning.auto-drop=false, and drop tenants with TenantProvisioner or delete-tenant.");
        }
        if (properties.routing().strategy() == RoutingStrategy.ROLE) {
            throw refused(
                    "tenant-schemas.routing.strategy",
                    "role",
                    "the roles of tenants are made by the user who becomes them, and that would be another one",
                    "Choose another strategy.");
        }
    }

    private TenantDataSourceException refused(String property, String value, String why, String instead) {
        return TenantDataSourceException.notForDdl(name, property, value, why, instead);
    }
}
