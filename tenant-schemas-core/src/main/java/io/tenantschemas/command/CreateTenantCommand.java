package io.tenantschemas.command;

import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.provision.TenantCreator;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/** Makes a tenant. */
@Command(
        name = "create-tenant",
        description =
                "Creates a tenant: its row, its hosts and its schema, which is migrated and filled as for one that signs up,"
                        + " in one transaction. Where schemas are made later, it ends as soon as the row is there. Attributes are those of the application's own tenant entity (or, without JPA, columns of"
                        + " its table); dates and times are written as in ISO 8601, what is embedded as --set address.city=Rome.",
        footer = {
            "Examples:",
            "  java -jar app.jar create-tenant acme --domain=acme.example.com --set name=Acme",
            "  java -jar app.jar create-tenant acme --domain=acme.example.com --domain=shop.acme.com --output=json"
        },
        exitCodeList = {
            "0:done",
            "1:nothing was created, for the reason on standard error",
            "2:wrong usage; also if the schema is everybody's, such as the public one",
            "3:nothing could be tried, for example because there is no database"
        })
final class CreateTenantCommand extends OperatorCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "The tenant's name, which is that of its schema.")
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private SchemaName name;

    @Mixin
    private NewTenantOptions options = new NewTenantOptions();

    @Override
    int run(CommandBeans beans, Console console) {
        NamedTenant.refuseEverybodys(name, beans, spec);
        // First, so that a database that is not there is told from a tenant that is refused.
        beans.get(TenantRegistry.class).findBySchema(name);
        TenantCreator creator = beans.get(TenantCreator.class);

        Tenant tenant = TenantFailedException.explain(
                name, () -> beans.get(TenantTemplate.class).executeShared(() -> creator.create(options.of(name))));
        answer(
                (tenant.status() == TenantStatus.PROVISIONING
                                ? "Tenant %s is created, at %s. Its schema is yet to be made; 'list-tenants' shows when it is"
                                        + " ACTIVE, or why it is not."
                                : "Tenant %s is created, at %s.")
                        .formatted(tenant.describe(), String.join(", ", TenantDocument.hosts(tenant))),
                Map.of("tenant", TenantDocument.of(tenant)),
                console);
        return ExitCode.DONE;
    }
}
