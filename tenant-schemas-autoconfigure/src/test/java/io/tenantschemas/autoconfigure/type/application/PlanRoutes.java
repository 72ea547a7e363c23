package io.tenantschemas.autoconfigure.type.application;

import java.io.IOException;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.view.AbstractView;

import io.tenantschemas.web.PublicSite;
import io.tenantschemas.web.SitePredicates;
import io.tenantschemas.web.TenantSite;

/** The same with functional routes. */
@Configuration(proxyBeanMethods = false)
class PlanRoutes {

    // tag::routes[]
    @Bean
    RouterFunction<ServerResponse> offers(SitePredicates sites) {
        return RouterFunctions.route()
                .GET("/offer", sites.publicSite(), saying("Have a shop"))
                .GET("/offer", sites.tenantSite("premium"), saying("Have more"))
                .GET("/offer", sites.tenantSite(), saying("Have the best"))
                .GET(
                        "/terms",
                        sites.publicSite(),
                        request -> ServerResponse.ok().render("terms"))
                .build();
    }

    @Bean
    @TenantSite(types = "premium")
    RouterFunction<ServerResponse> charts() {
        return RouterFunctions.route().GET("/charts", saying("charts")).build();
    }
    // end::routes[]

    private static HandlerFunction<ServerResponse> saying(String text) {
        return request -> ServerResponse.ok().body(text);
    }

    @Bean
    View terms() {
        return new Terms();
    }

    /** What the name of a view leads to. */
    private static final class Terms extends AbstractView {

        @Override
        protected void renderMergedOutputModel(
                Map<String, Object> model, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.getWriter().write("Terms and conditions");
        }
    }

    /** Marked for one site, all of it. */
    @Configuration(proxyBeanMethods = false)
    @PublicSite
    static class PublicRoutes {

        @Bean
        RouterFunction<ServerResponse> imprint() {
            return RouterFunctions.route().GET("/imprint", saying("imprint")).build();
        }
    }
}
