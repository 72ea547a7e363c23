package io.tenantschemas.benchmarks.application;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves {@code /orders/7} and, for another wording of the queries, {@code /orders/7?variant=3}. */
@RestController
class OrderController {

    private final OrderPage page;

    OrderController(OrderPage page) {
        this.page = page;
    }

    @GetMapping("/orders/{id}")
    OrderView order(@PathVariable("id") long id, @RequestParam(name = "variant", defaultValue = "0") int variant) {
        return page.read(id, variant);
    }
}
