package io.tenantschemas.benchmarks.application;

import java.util.List;
import java.util.stream.IntStream;

/** The texts of the page's queries, in several wordings that ask the same, so that there are as many statements as one likes. */
record Wording(String order, String items, String payments, String shipments, String reviews) {

    private static final List<Wording> ALL =
            IntStream.range(0, 64).mapToObj(Wording::worded).toList();

    static Wording number(int variant) {
        return ALL.get(variant);
    }

    private static Wording worded(int variant) {
        String difference = variant == 0 ? "" : " and %d = %d".formatted(variant, variant);
        return new Wording(
                "select o from Order o join fetch o.customer join fetch o.shipTo where o.id = :order" + difference,
                "select i from OrderItem i join fetch i.product p join fetch p.category where i.order.id = :order"
                        + difference,
                "select p from Payment p left join fetch p.refunds where p.order.id = :order" + difference,
                "select s from Shipment s join fetch s.warehouse left join fetch s.items where s.order.id = :order"
                        + difference,
                "select r from Review r join fetch r.product join fetch r.customer where r.customer.id = :customer"
                        + difference);
    }
}
