package io.tenantschemas.web.security;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserCache;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.authentication.rememberme.InMemoryTokenRepositoryImpl;
import org.springframework.security.web.authentication.rememberme.PersistentRememberMeToken;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.session.HttpSessionDestroyedEvent;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** What Spring Security remembers from one request to the next, in stores that all tenants share. */
class TenantRemembranceTests {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final Date NOW = Date.from(Instant.EPOCH);

    private static final TenantBinding ACME = binding(1, "acme");

    private static final TenantBinding GLOBEX = binding(2, "globex");

    private final UserDetails alice =
            User.withUsername("alice").password("of acme").roles("OWNER").build();

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @Test
    void remembersALogInOfItsTenantOnly() {
        InMemoryTokenRepositoryImpl store = new InMemoryTokenRepositoryImpl();
        TenantPersistentTokenRepository tokens = new TenantPersistentTokenRepository(store, PUBLIC);
        run(ACME, () -> tokens.createNewToken(new PersistentRememberMeToken("alice", "series", "token", NOW)));

        assertThat(in(GLOBEX, () -> Optional.ofNullable(tokens.getTokenForSeries("series"))))
                .isEmpty();
        run(GLOBEX, () -> assertThat(tokens.getTokenForSeries("series")).isNull());
        run(ACME, () -> tokens.updateToken("series", "next", NOW));
        assertThat(in(ACME, () -> Optional.ofNullable(tokens.getTokenForSeries("series"))))
                .get()
                .extracting(
                        PersistentRememberMeToken::getUsername,
                        PersistentRememberMeToken::getSeries,
                        PersistentRememberMeToken::getTokenValue)
                .containsExactly("alice", "series", "next");
        run(ACME, () -> tokens.removeUserTokens("alice"));
        assertThat(in(ACME, () -> Optional.ofNullable(tokens.getTokenForSeries("series"))))
                .isEmpty();
    }

    @Test
    void cachesAUserForItsTenantOnly() {
        TenantUserCache cache = new TenantUserCache(new MapUserCache(), PUBLIC);
        run(ACME, () -> cache.putUserInCache(alice));

        assertThat(in(GLOBEX, () -> Optional.ofNullable(cache.getUserFromCache("alice"))))
                .isEmpty();
        assertThat(in(ACME, () -> Optional.ofNullable(cache.getUserFromCache("alice"))))
                .contains(alice);
        run(GLOBEX, () -> cache.removeUserFromCache("alice"));
        assertThat(in(ACME, () -> Optional.ofNullable(cache.getUserFromCache("alice"))))
                .contains(alice);
        run(ACME, () -> cache.removeUserFromCache("alice"));
        assertThat(in(ACME, () -> Optional.ofNullable(cache.getUserFromCache("alice"))))
                .isEmpty();
    }

    @Test
    void countsTheSessionsOfNamesakesApart() {
        TenantSessionRegistry registry = new TenantSessionRegistry(PUBLIC);
        run(ACME, () -> registry.registerNewSession("1", "alice"));
        run(GLOBEX, () -> registry.registerNewSession("2", "alice"));

        assertThat(in(ACME, () -> registry.getAllSessions("alice", true))).hasSize(1);
        assertThat(in(GLOBEX, () -> Optional.ofNullable(registry.getSessionInformation("1"))))
                .isEmpty();
        assertThat(in(TenantBinding.toShared(), registry::getAllPrincipals)).isEmpty();
    }

    @Test
    void forgetsASessionThatEndsWhereNothingIsBound() {
        TenantSessionRegistry registry = new TenantSessionRegistry(PUBLIC);
        MockHttpSession session = new MockHttpSession();
        run(ACME, () -> registry.registerNewSession(session.getId(), "alice"));

        registry.onApplicationEvent(new HttpSessionDestroyedEvent(session));

        assertThat(in(ACME, registry::getAllPrincipals)).isEmpty();
    }

    @Test
    void usesASecurityContextForItsTenantOnly() {
        SecurityContextRepository contexts = guarded(new OneContext());
        run(ACME, () -> contexts.saveContext(contextOf("alice"), request, new MockHttpServletResponse()));

        assertThat(in(ACME, () -> loggedIn(contexts))).isEqualTo("alice");
        assertThat(in(GLOBEX, () -> loggedIn(contexts))).isEqualTo("nobody");
        assertThat(in(ACME, () -> contexts.containsContext(request))).isTrue();
        assertThat(in(GLOBEX, () -> contexts.containsContext(request))).isFalse();
    }

    @Test
    void usesNoSecurityContextThatDoesNotSayWhoseItIs() {
        OneContext store = new OneContext();
        store.saveContext(contextOf("alice"), request, new MockHttpServletResponse());
        SecurityContextRepository contexts = guarded(store);

        assertThat(in(ACME, () -> loggedIn(contexts))).isEqualTo("nobody");
        assertThat(in(ACME, () -> contexts.loadDeferredContext(request).isGenerated()))
                .isTrue();
    }

    private static SecurityContextRepository guarded(SecurityContextRepository store) {
        return new TenantSecurityContextRepository(store, SecurityContextHolder.getContextHolderStrategy(), PUBLIC);
    }

    private static SecurityContext contextOf(String user) {
        return new SecurityContextImpl(new TestingAuthenticationToken(user, "secret"));
    }

    private String loggedIn(SecurityContextRepository contexts) {
        return Optional.ofNullable(contexts.loadDeferredContext(request).get().getAuthentication())
                .map(authentication -> authentication.getName())
                .orElse("nobody");
    }

    private static TenantBinding binding(long id, String schema) {
        return TenantBinding.to(new Tenant(id, SchemaName.of(schema), TenantStatus.ACTIVE, List.of()));
    }

    private static void run(TenantBinding binding, Runnable action) {
        try (TenantScope scope = TenantScope.open(binding)) {
            action.run();
        }
    }

    private static <T> T in(TenantBinding binding, Supplier<T> action) {
        try (TenantScope scope = TenantScope.open(binding)) {
            return action.get();
        }
    }

    private static final class MapUserCache implements UserCache {

        private final Map<String, UserDetails> users = new HashMap<>();

        @Override
        public @Nullable UserDetails getUserFromCache(String username) {
            return users.get(username);
        }

        @Override
        public void putUserInCache(UserDetails user) {
            users.put(user.getUsername(), user);
        }

        @Override
        public void removeUserFromCache(String username) {
            users.remove(username);
        }
    }

    /** Gives everybody the same context, whatever the request says. */
    private static final class OneContext implements SecurityContextRepository {

        private SecurityContext context = new SecurityContextImpl();

        @Override
        @SuppressWarnings("deprecation")
        public SecurityContext loadContext(HttpRequestResponseHolder holder) {
            return context;
        }

        @Override
        public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
            return new DeferredSecurityContext() {

                @Override
                public SecurityContext get() {
                    return context;
                }

                @Override
                public boolean isGenerated() {
                    return false;
                }
            };
        }

        @Override
        public void saveContext(SecurityContext saved, HttpServletRequest request, HttpServletResponse response) {
            context = saved;
        }

        @Override
        public boolean containsContext(HttpServletRequest request) {
            return true;
        }
    }
}
