package io.tenantschemas.autoconfigure.session;

import java.security.Principal;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.JdbcUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.context.TenantTemplate;

@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EntityScan(basePackageClasses = Client.class)
@EnableJpaRepositories(basePackageClasses = ClientRepository.class)
@Import(SessionApplication.Pages.class)
class SessionApplication {

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/basket/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(Customizer.withDefaults())
                .csrf(csrf -> csrf.disable())
                .build();
    }

    @Bean
    UserDetailsService users(DataSource dataSource) {
        return new JdbcUserDetailsManager(dataSource);
    }

    @RestController
    static class Pages {

        private final TenantTemplate tenants;

        Pages(TenantTemplate tenants) {
            this.tenants = tenants;
        }

        @GetMapping("/who")
        String who(Principal user) {
            return user.getName();
        }

        @GetMapping({"/basket", "/basket/ignored"})
        String basket(HttpServletRequest request) {
            HttpSession session = request.getSession(false);
            return session == null ? "no session" : String.valueOf(session.getAttribute("basket"));
        }

        @PostMapping({"/basket", "/basket/ignored"})
        void fill(@RequestParam String content, HttpSession session) {
            session.setAttribute("basket", content);
        }

        @PostMapping("/basket/in-transaction")
        @Transactional
        void fillInTransaction(@RequestParam String content, HttpServletRequest request) {
            request.getSession().setAttribute("basket", content);
        }

        @GetMapping("/basket/later")
        Callable<String> later(HttpServletRequest request) {
            return () -> basket(request);
        }

        @GetMapping("/basket/from-the-shared-tables")
        String fromTheSharedTables(HttpServletRequest request) {
            return tenants.executeShared(() -> basket(request));
        }
    }
}
