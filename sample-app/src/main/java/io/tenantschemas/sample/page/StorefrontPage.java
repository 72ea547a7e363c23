package io.tenantschemas.sample.page;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

import io.tenantschemas.sample.order.NewOrder;
import io.tenantschemas.sample.order.OrderRepository;
import io.tenantschemas.sample.order.Orders;
import io.tenantschemas.sample.problem.RefusedInputException;
import io.tenantschemas.sample.product.NewProduct;
import io.tenantschemas.sample.product.ProductRepository;
import io.tenantschemas.sample.shop.Shop;
import io.tenantschemas.web.CurrentTenant;
import io.tenantschemas.web.TenantSite;

/** A shop's site: its products, its orders, and a form for each. */
@Controller
@TenantSite
class StorefrontPage {

    private final ProductRepository products;

    private final Orders orders;

    private final OrderRepository orderRepository;

    StorefrontPage(ProductRepository products, Orders orders, OrderRepository orderRepository) {
        this.products = products;
        this.orders = orders;
        this.orderRepository = orderRepository;
    }

    @GetMapping("/")
    ModelAndView show(@CurrentTenant Shop shop) {
        return page(shop, HttpStatus.OK)
                .addObject("newOrder", NewOrder.blank())
                .addObject("newProduct", NewProduct.blank());
    }

    @PostMapping("/orders")
    ModelAndView order(@CurrentTenant Shop shop, @ModelAttribute @Valid NewOrder newOrder, BindingResult errors) {
        if (errors.hasErrors()) {
            return refusedOrder(shop, HttpStatus.BAD_REQUEST);
        }
        try {
            orders.place(newOrder);
            return new ModelAndView("redirect:/#orders");
        } catch (RefusedInputException refused) {
            refused.reportTo(errors);
            return refusedOrder(shop, refused.getStatusCode());
        }
    }

    private ModelAndView refusedOrder(Shop shop, HttpStatusCode status) {
        return page(shop, status).addObject("newProduct", NewProduct.blank());
    }

    @PostMapping("/products")
    ModelAndView add(@CurrentTenant Shop shop, @ModelAttribute @Valid NewProduct newProduct, BindingResult errors) {
        if (errors.hasErrors()) {
            return page(shop, HttpStatus.BAD_REQUEST).addObject("newOrder", NewOrder.blank());
        }
        products.save(newProduct.toProduct());
        return new ModelAndView("redirect:/#products");
    }

    private ModelAndView page(Shop shop, HttpStatusCode status) {
        ModelAndView page = new ModelAndView("storefront");
        page.setStatus(status);
        return page.addObject("shop", shop)
                .addObject("products", products.findAllByOrderById())
                .addObject("orders", orderRepository.findAllByOrderById());
    }
}
