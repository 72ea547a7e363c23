package io.tenantschemas.sample.order;

import java.util.List;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.web.TenantSite;

@RestController
@RequestMapping("/api/orders")
@TenantSite
class OrderController {

    private final Orders orders;

    private final OrderRepository repository;

    OrderController(Orders orders, OrderRepository repository) {
        this.orders = orders;
        this.repository = repository;
    }

    @GetMapping
    List<OrderView> list() {
        return repository.findAllByOrderById().stream().map(OrderView::of).toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    OrderView place(@RequestBody @Valid NewOrder order) {
        return OrderView.of(orders.place(order));
    }
}
