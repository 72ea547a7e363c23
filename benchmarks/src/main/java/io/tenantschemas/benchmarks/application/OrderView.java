package io.tenantschemas.benchmarks.application;

import java.math.BigDecimal;
import java.util.List;

/** What is answered. Each part says whose row it was made from. */
record OrderView(
        String number,
        String status,
        BigDecimal total,
        Part customer,
        Part shipTo,
        List<Part> items,
        List<Part> payments,
        List<Part> shipments,
        List<Part> reviews) {

    /**
     * A part of the page.
     *
     * @param owner the tenant whose row it was made from
     * @param text what it says
     */
    record Part(String owner, String text) {}

    static OrderView of(
            Order order,
            List<OrderItem> items,
            List<Payment> payments,
            List<Shipment> shipments,
            List<Review> reviews) {
        return new OrderView(
                order.number,
                order.status,
                order.total,
                new Part(order.customer.owner, order.customer.email),
                new Part(order.shipTo.owner, order.shipTo.street),
                items.stream().map(OrderView::part).toList(),
                payments.stream().map(OrderView::part).toList(),
                shipments.stream().map(OrderView::part).toList(),
                reviews.stream().map(OrderView::part).toList());
    }

    private static Part part(OrderItem item) {
        return new Part(
                item.product.owner, item.quantity + " at " + item.unitPrice + " of " + item.product.category.owner);
    }

    private static Part part(Payment payment) {
        return new Part(payment.owner, payment.amount + ", refunds: " + payment.refunds.size());
    }

    private static Part part(Shipment shipment) {
        return new Part(shipment.warehouse.owner, shipment.tracking + ", items: " + shipment.items.size());
    }

    private static Part part(Review review) {
        return new Part(review.owner, review.rating + " for " + review.product.price);
    }
}
