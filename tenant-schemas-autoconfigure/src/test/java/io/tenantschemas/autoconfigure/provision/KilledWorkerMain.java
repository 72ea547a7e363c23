package io.tenantschemas.autoconfigure.provision;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

import io.tenantschemas.provision.TenantInitializer;

/** A process that makes tenants, and never comes to an end with the first one: it is filled for hours. */
final class KilledWorkerMain {

    private KilledWorkerMain() {}

    /** Says when it is up, and when it has a tenant's schema, tables and seeds. */
    public static void main(String[] args) throws Exception {
        new SpringApplicationBuilder(Endless.class).web(WebApplicationType.NONE).run(args);
        System.out.println("ready");
        Thread.sleep(Long.MAX_VALUE);
    }

    @Configuration(proxyBeanMethods = false)
    @Import(KilledMain.Minimal.class)
    static class Endless {

        @Bean
        @Order
        TenantInitializer endless() {
            return tenant -> {
                System.out.println("filled " + tenant.schema());
                Thread.sleep(Long.MAX_VALUE);
            };
        }
    }
}
