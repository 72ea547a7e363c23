package io.tenantschemas.sample.product;

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
@RequestMapping("/api/products")
@TenantSite
class ProductController {

    private final ProductRepository products;

    ProductController(ProductRepository products) {
        this.products = products;
    }

    @GetMapping
    List<ProductView> list() {
        return products.findAllByOrderById().stream().map(ProductView::of).toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ProductView add(@RequestBody @Valid NewProduct product) {
        return ProductView.of(products.save(product.toProduct()));
    }
}
