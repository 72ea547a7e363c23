package io.tenantschemas.sample.page;

import java.util.Optional;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import io.tenantschemas.sample.problem.RefusedInputException;
import io.tenantschemas.sample.shop.Shop;
import io.tenantschemas.sample.shop.ShopRepository;
import io.tenantschemas.sample.shop.ShopView;
import io.tenantschemas.sample.shop.Shops;
import io.tenantschemas.sample.shop.SignUp;
import io.tenantschemas.web.PublicSite;

/** The main site: sign-up and the list of shops. */
@Controller
@PublicSite
class LandingPage {

    private final Shops shops;

    private final ShopRepository repository;

    LandingPage(Shops shops, ShopRepository repository) {
        this.shops = shops;
        this.repository = repository;
    }

    @GetMapping("/")
    ModelAndView show(@RequestParam Optional<String> opened) {
        ModelAndView page = page(HttpStatus.OK).addObject("signUp", new SignUp("", "", ""));
        opened.flatMap(repository::findBySchemaName)
                .map(ShopView::of)
                .ifPresent(shop -> page.addObject("opened", shop));
        return page;
    }

    @PostMapping("/")
    ModelAndView signUp(@ModelAttribute @Valid SignUp signUp, BindingResult errors, RedirectAttributes redirect) {
        if (errors.hasErrors()) {
            return page(HttpStatus.BAD_REQUEST);
        }
        try {
            Shop shop = shops.open(signUp);
            redirect.addAttribute("opened", shop.getSchemaName());
            return new ModelAndView("redirect:/");
        } catch (RefusedInputException refused) {
            refused.reportTo(errors);
            return page(refused.getStatusCode());
        }
    }

    private ModelAndView page(HttpStatusCode status) {
        ModelAndView page = new ModelAndView("landing");
        page.setStatus(status);
        return page.addObject(
                "shops",
                repository.findAllByOrderByNameAscIdAsc().stream()
                        .map(ShopView::of)
                        .toList());
    }
}
