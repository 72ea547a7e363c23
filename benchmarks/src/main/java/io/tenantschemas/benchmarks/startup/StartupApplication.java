package io.tenantschemas.benchmarks.startup;

import java.io.IOException;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.tenantschemas.benchmarks.application.ShopApplication;
import io.tenantschemas.benchmarks.process.JavaProcess;
import io.tenantschemas.benchmarks.rival.Client;

/** Serves requests until its input ends, and answers with its port as soon as it does. The arguments are Spring's. */
public final class StartupApplication {

    private StartupApplication() {}

    /** The shop, whose tenants have notes beside it. */
    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = {ShopApplication.class, Client.class})
    static class Tenants {}

    public static void main(String[] arguments) throws IOException {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(ShopApplication.class)
                .sources(Tenants.class, NotesController.class)
                .properties(
                        "server.port=0",
                        "spring.jpa.hibernate.ddl-auto=none",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn")
                .run(arguments)) {
            JavaProcess.tellParent(application.getEnvironment().getRequiredProperty("local.server.port"));
            System.in.readAllBytes();
        }
    }
}
