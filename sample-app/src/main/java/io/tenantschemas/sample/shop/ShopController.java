package io.tenantschemas.sample.shop;

import java.util.List;

import jakarta.validation.Valid;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.web.PublicSite;

@RestController
@RequestMapping("/api/shops")
@PublicSite
class ShopController {

    private final Shops shops;

    private final ShopRepository repository;

    ShopController(Shops shops, ShopRepository repository) {
        this.shops = shops;
        this.repository = repository;
    }

    @GetMapping
    List<ShopView> list() {
        return repository.findAllByOrderByNameAscIdAsc().stream()
                .map(ShopView::of)
                .toList();
    }

    @PostMapping
    ResponseEntity<ShopView> open(@RequestBody @Valid SignUp signUp) {
        ShopView opened = ShopView.of(shops.open(signUp));
        return ResponseEntity.created(opened.url()).body(opened);
    }
}
