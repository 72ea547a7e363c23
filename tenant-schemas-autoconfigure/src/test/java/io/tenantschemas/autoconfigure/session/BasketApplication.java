package io.tenantschemas.autoconfigure.session;

import java.security.Principal;
import java.util.concurrent.Callable;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.context.TenantTemplate;

/** Pages that use a session, and nothing that asks who a visitor is. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EntityScan(basePackageClasses = Client.class)
@EnableJpaRepositories(basePackageClasses = ClientRepository.class)
@Import(BasketApplication.Pages.class)
public class BasketApplication {

    @RestController
    public static class Pages {

        private final TenantTemplate tenants;

        public Pages(TenantTemplate tenants) {
            this.tenants = tenants;
        }

        @GetMapping("/who")
        public String who(Principal user) {
            return user.getName();
        }

        @GetMapping({"/basket", "/basket/ignored"})
        public String basket(HttpServletRequest request) {
            HttpSession session = request.getSession(false);
            return session == null ? "no session" : String.valueOf(session.getAttribute("basket"));
        }

        @PostMapping({"/basket", "/basket/ignored"})
        public void fill(@RequestParam String content, HttpSession session) {
            session.setAttribute("basket", content);
        }

        @PostMapping("/basket/in-transaction")
        @Transactional
        public void fillInTransaction(@RequestParam String content, HttpServletRequest request) {
            request.getSession().setAttribute("basket", content);
        }

        @GetMapping("/basket/later")
        public Callable<String> later(HttpServletRequest request) {
            return () -> basket(request);
        }

        @GetMapping("/basket/from-the-shared-tables")
        public String fromTheSharedTables(HttpServletRequest request) {
            return tenants.executeShared(() -> basket(request));
        }
    }
}
