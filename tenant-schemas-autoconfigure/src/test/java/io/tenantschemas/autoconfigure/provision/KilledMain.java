package io.tenantschemas.autoconfigure.provision;

import java.util.Arrays;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.Note;
import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.autoconfigure.entity.TenantEntityAutoConfiguration;
import io.tenantschemas.autoconfigure.migrate.TenantMigrationAutoConfiguration;
import io.tenantschemas.autoconfigure.routing.TenantHibernateAutoConfiguration;
import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;
import io.tenantschemas.provision.TenantInitializer;

/** A process that saves one tenant after the other until it is killed. Has only what that takes, to be up soon. */
final class KilledMain {

    /** How many notes an initializer writes. */
    static final int SEEDS = 20;

    private KilledMain() {}

    /**
     * Says "ready", waits for a line, and then says for each tenant that it begins.
     *
     * @param args the first is what the tenants' names begin with; the others are the application's
     */
    public static void main(String[] args) throws Exception {
        String prefix = args[0];
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Minimal.class)
                .web(WebApplicationType.NONE)
                .run(Arrays.copyOfRange(args, 1, args.length))) {
            ClientRepository clients = context.getBean(ClientRepository.class);
            // Once, so that what is slow the first time is over.
            save(clients, prefix + "_warm");
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            for (int i = 0; i < 1000; i++) {
                System.out.println("begin " + i);
                save(clients, prefix + "_" + i);
            }
        }
    }

    private static void save(ClientRepository clients, String name) {
        clients.save(new Client(name, name.replace('_', '-') + ".example.com", name));
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = Client.class)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class,
        DataJpaRepositoriesAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        TenantSchemasAutoConfiguration.class,
        TenantEntityAutoConfiguration.class,
        TenantRoutingAutoConfiguration.class,
        TenantHibernateAutoConfiguration.class,
        TenantMigrationAutoConfiguration.class,
        TenantProvisioningAutoConfiguration.class
    })
    static class Minimal {

        @Bean
        TenantInitializer seeds(NoteRepository notes) {
            return tenant -> {
                System.out.println("seeding " + tenant.schema());
                for (int i = 0; i < SEEDS; i++) {
                    notes.save(new Note("seed"));
                }
            };
        }
    }
}
