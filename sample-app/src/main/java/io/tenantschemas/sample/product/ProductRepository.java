package io.tenantschemas.sample.product;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;

/** The products of the bound shop. */
public interface ProductRepository extends JpaRepository<Product, Long> {

    /** Returns all products, the oldest first. */
    List<Product> findAllByOrderById();
}
