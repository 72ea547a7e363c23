package io.tenantschemas.autoconfigure.type.application;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.web.PublicSite;
import io.tenantschemas.web.TenantSite;

/** One path with a controller for each type, and one that only some have. */
final class PlanControllers {

    private PlanControllers() {}

    // tag::premium[]
    @RestController
    @TenantSite(types = "premium")
    static class PremiumController {

        @GetMapping("/plan")
        String plan() {
            return "premium";
        }

        @GetMapping("/reports")
        String reports() {
            return "reports";
        }
    }
    // end::premium[]

    @RestController
    @TenantSite
    static class AnyController {

        @GetMapping("/plan")
        String plan() {
            return "any";
        }
    }

    @RestController
    @PublicSite
    static class PublicController {

        @GetMapping("/plan")
        String plan() {
            return "public";
        }
    }
}
