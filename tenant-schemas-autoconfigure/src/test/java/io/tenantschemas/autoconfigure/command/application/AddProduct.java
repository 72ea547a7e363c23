package io.tenantschemas.autoconfigure.command.application;

import java.io.PrintWriter;
import java.util.List;

import jakarta.persistence.EntityManager;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.tenantschemas.command.TenantCommand;

/** Adds a product, or fails in a tenant that has it. */
@Component
class AddProduct implements TenantCommand {

    private final ProductRepository products;

    private final EntityManager entities;

    AddProduct(ProductRepository products, EntityManager entities) {
        this.products = products;
        this.entities = entities;
    }

    @Override
    @Transactional
    public void run(List<String> arguments, PrintWriter out) {
        System.out.println("NOISE of the command");
        String name = arguments.get(0);
        entities.persist(new Product(name));
        entities.flush();
        out.printf("%s: %d products%n", String.join(" ", arguments), products.count());
    }
}
