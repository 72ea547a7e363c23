package io.tenantschemas.sample.order;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.tenantschemas.sample.problem.RefusedInputException;
import io.tenantschemas.sample.product.Product;
import io.tenantschemas.sample.product.ProductRepository;

/** Takes orders for the bound shop. */
@Service
public class Orders {

    private final OrderRepository orders;

    private final ProductRepository products;

    Orders(OrderRepository orders, ProductRepository products) {
        this.orders = orders;
        this.products = products;
    }

    /**
     * Takes an order.
     *
     * @throws RefusedInputException if the shop has no such product
     */
    @Transactional
    public Order place(NewOrder order) {
        Product product = products.findById(order.productId()).orElseThrow(Orders::unknownProduct);
        return orders.save(new Order(product, order.quantity()));
    }

    private static RefusedInputException unknownProduct() {
        return new RefusedInputException(
                HttpStatus.BAD_REQUEST, "productId", "This shop has no such product. Choose another.", null);
    }
}
