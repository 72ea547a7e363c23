package io.tenantschemas.sample.order;

import java.util.List;

import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;

/** The orders of the bound shop. */
public interface OrderRepository extends JpaRepository<Order, Long> {

    /** Returns all orders with their products, the oldest first. */
    @EntityGraph(attributePaths = "product")
    List<Order> findAllByOrderById();
}
