package io.tenantschemas.benchmarks.application;

import java.util.List;

import jakarta.persistence.EntityManager;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads all that a customer sees of an order: one transaction, five queries over two or three tables each, by key. */
@Service
public class OrderPage {

    private final EntityManager entities;

    OrderPage(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Reads the page.
     *
     * @param orderId of which order
     * @param variant which wording of the queries: each has texts of its own, as another page would
     */
    @Transactional(readOnly = true)
    public OrderView read(long orderId, int variant) {
        Wording wording = Wording.number(variant);
        Order order = entities.createQuery(wording.order(), Order.class)
                .setParameter("order", orderId)
                .getSingleResult();
        return OrderView.of(
                order,
                of(orderId, wording.items(), OrderItem.class),
                of(orderId, wording.payments(), Payment.class),
                of(orderId, wording.shipments(), Shipment.class),
                entities.createQuery(wording.reviews(), Review.class)
                        .setParameter("customer", order.customer.id)
                        .getResultList());
    }

    private <T> List<T> of(long orderId, String query, Class<T> type) {
        return entities.createQuery(query, type).setParameter("order", orderId).getResultList();
    }
}
