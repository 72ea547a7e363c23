package io.tenantschemas.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.util.WebUtils;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static io.tenantschemas.web.FakeTenants.ACME;
import static io.tenantschemas.web.FakeTenants.GLOBEX;
import static io.tenantschemas.web.FakeTenants.MAIN;
import static io.tenantschemas.web.FakeTenants.PUBLIC;
import static io.tenantschemas.web.FakeTenants.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TenantSessionFilterTests {

    private static final TenantBinding ON_ACME = TenantBinding.to(ACME);

    private static final TenantBinding ON_GLOBEX = TenantBinding.to(GLOBEX);

    private static final TenantBinding UNBOUND = new TenantBinding.Unbound();

    @AfterEach
    void nothingIsBoundAfterwards() {
        TransactionSynchronizationManager.setActualTransactionActive(false);
        assertThat(TenantContext.isBound()).isFalse();
    }

    @Test
    void givesATenantItsSessionAgain() {
        MockHttpSession session = sessionOf(ON_ACME);
        inRequest(ON_ACME, session, request -> {
            assertThat(idOf(request.getSession(false))).isEqualTo(session.getId());
            assertThat(idOf(request.getSession())).isEqualTo(session.getId());
            assertThat(request.isRequestedSessionIdValid()).isTrue();
        });
    }

    @Test
    void hidesTheSessionOfAnotherTenant() {
        inRequest(ON_GLOBEX, sessionOf(ON_ACME), request -> {
            assertThat(request.getSession(false)).isNull();
            assertThat(request.isRequestedSessionIdValid()).isFalse();
        });
    }

    @Test
    void changesNoIdOfASessionOfAnotherTenant() {
        MockHttpSession session = sessionOf(ON_ACME);
        String id = session.getId();
        inRequest(
                ON_GLOBEX,
                session,
                request -> assertThatIllegalStateException()
                        .isThrownBy(request::changeSessionId)
                        .withMessageContaining("no session of tenant 'globex'"));
        assertThat(session.getId()).isEqualTo(id);
    }

    @Test
    void replacesTheSessionOfAnotherTenantWhereOneIsAskedFor() {
        MockHttpSession session = sessionOf(ON_ACME);
        session.setAttribute("basket", "of acme");
        inRequest(ON_GLOBEX, session, request -> {
            HttpSession replaced = request.getSession();
            assertThat(replaced.getId()).isNotEqualTo(session.getId());
            assertThat(replaced.getAttribute("basket")).isNull();
        });
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void letsNobodyWriteIntoTheOtherTenantWhenASessionEnds() {
        List<String> bound = new ArrayList<>();
        MockHttpSession session = sessionOf(ON_ACME);
        session.setAttribute("basket", new UnboundNotice(bound));
        inRequest(ON_GLOBEX, session, HttpServletRequest::getSession);
        assertThat(bound).containsExactly("the shared tables");
    }

    @Test
    void replacesTheSessionOfAnotherTenantInATransactionToo() {
        MockHttpSession session = sessionOf(ON_ACME);
        inRequest(ON_GLOBEX, session, request -> {
            TransactionSynchronizationManager.setActualTransactionActive(true);
            assertThat(request.getSession().getId()).isNotEqualTo(session.getId());
        });
    }

    @Test
    void hidesASessionThatDoesNotSayWhoseItIs() {
        MockHttpSession session = new MockHttpSession();
        session.setNew(false);
        inRequest(
                ON_ACME,
                session,
                request -> assertThat(request.getSession(false)).isNull());
    }

    @Test
    void hidesASessionThatDoesNotSayWhoseItIsAlsoWhileItsFirstRequestGoesOn() {
        MockHttpSession session = new MockHttpSession();
        inRequest(ON_ACME, session, request -> {
            // As the server says until that request ends.
            session.setNew(true);
            assertThat(request.getSession(false)).isNull();
        });
    }

    @Test
    void hidesASessionThatDoesNotSayWhoseItIsUnderANewId() {
        MockHttpSession session = new MockHttpSession();
        inRequest(ON_ACME, session, request -> {
            session.changeSessionId();
            assertThat(request.getSession(false)).isNull();
        });
    }

    @Test
    void takesASessionThatAnEarlierFilterMade() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        MockHttpSession session = (MockHttpSession) Objects.requireNonNull(request.getSession());
        inRequest(
                ON_ACME,
                request,
                guarded -> assertThat(idOf(guarded.getSession(false))).isEqualTo(session.getId()));
        inRequest(
                ON_GLOBEX,
                session,
                guarded -> assertThat(guarded.getSession(false)).isNull());
    }

    @Test
    void takesASessionThatAnEarlierFilterMadeInsteadOfOneThatHasEnded() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRequestedSessionId("ended");
        MockHttpSession session = (MockHttpSession) Objects.requireNonNull(request.getSession());
        inRequest(
                ON_ACME,
                request,
                guarded -> assertThat(idOf(guarded.getSession(false))).isEqualTo(session.getId()));
    }

    @Test
    void leavesATenantItsSessionsWhenItIsRenamed() {
        Tenant renamed = tenant(ACME.id(), "acme_corporation", TenantStatus.ACTIVE, "acme.example.com");
        inRequest(
                TenantBinding.to(renamed),
                sessionOf(ON_ACME),
                request -> assertThat(request.getSession(false)).isNotNull());
    }

    @Test
    void givesATenantWithAnOldNameNoneOfTheOldSessions() {
        Tenant another = tenant(77, "acme", TenantStatus.ACTIVE, "acme.example.com");
        inRequest(
                TenantBinding.to(another),
                sessionOf(ON_ACME),
                request -> assertThat(request.getSession(false)).isNull());
    }

    @Test
    void keepsTheMainSiteAndTenantsApart() {
        inRequest(
                TenantBinding.toShared(),
                sessionOf(ON_ACME),
                request -> assertThat(request.getSession(false)).isNull());
        inRequest(
                ON_ACME,
                sessionOf(TenantBinding.toShared()),
                request -> assertThat(request.getSession(false)).isNull());
    }

    @Test
    void hasOneMainSiteWithAndWithoutARow() {
        inRequest(
                TenantBinding.to(MAIN),
                sessionOf(TenantBinding.toShared()),
                request -> assertThat(request.getSession(false)).isNotNull());
    }

    @Test
    void endsNoSessionWhereNothingIsBound() {
        MockHttpSession session = sessionOf(ON_ACME);
        inRequest(UNBOUND, session, request -> {
            assertThat(request.getSession(false)).isNull();
            assertThatExceptionOfType(ForeignSessionException.class)
                    .isThrownBy(request::getSession)
                    .withMessageContaining("tenant-schemas.ignored-paths");
        });
        assertThat(session.isInvalid()).isFalse();
    }

    @Test
    void hidesWhoseASessionIs() {
        inRequest(ON_ACME, sessionOf(ON_ACME), request -> {
            HttpSession session = request.getSession();
            session.setAttribute("basket", "empty");
            assertThat(Collections.list(session.getAttributeNames())).containsExactly("basket");
            assertThat(session.getAttribute(SessionOwner.ATTRIBUTE)).isNull();
        });
    }

    @Test
    void letsNobodyChangeWhoseASessionIs() {
        MockHttpSession session = sessionOf(ON_ACME);
        inRequest(ON_ACME, session, request -> {
            HttpSession guarded = request.getSession();
            assertThatIllegalArgumentException().isThrownBy(() -> guarded.removeAttribute(SessionOwner.ATTRIBUTE));
            assertThatIllegalArgumentException().isThrownBy(() -> guarded.setAttribute(SessionOwner.ATTRIBUTE, "2"));
        });
        inRequest(
                ON_GLOBEX,
                session,
                request -> assertThat(request.getSession(false)).isNull());
    }

    @Test
    void refusesASessionThatWasKeptForAnotherTenant() {
        HttpSession kept = fromRequest(ON_ACME, sessionOf(ON_ACME), HttpServletRequest::getSession);
        List<Consumer<HttpSession>> uses = List.of(
                session -> session.getAttribute("basket"),
                HttpSession::getAttributeNames,
                session -> session.setAttribute("basket", "of globex"),
                session -> session.removeAttribute("basket"),
                HttpSession::invalidate);
        try (TenantScope scope = TenantScope.open(ON_GLOBEX)) {
            assertThat(uses)
                    .allSatisfy(use -> assertThatExceptionOfType(TenantSwitchException.class)
                            .isThrownBy(() -> use.accept(kept))
                            .withMessageContaining("The HTTP session was opened for tenant 'acme' (id 1)"));
        }
    }

    @Test
    void letsATenantsSessionBeUsedWithTheSharedTables() {
        HttpSession session = fromRequest(ON_ACME, sessionOf(ON_ACME), HttpServletRequest::getSession);
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared())) {
            session.setAttribute("basket", "full");
            assertThat(session.getAttribute("basket")).isEqualTo("full");
        }
    }

    @Test
    void letsTheMainSitesSessionBeUsedForItsTenants() {
        HttpSession session = fromRequest(
                TenantBinding.toShared(), sessionOf(TenantBinding.toShared()), HttpServletRequest::getSession);
        try (TenantScope scope = TenantScope.open(ON_GLOBEX)) {
            session.setAttribute("done", "globex");
            assertThat(session.getAttribute("done")).isEqualTo("globex");
        }
    }

    @Test
    void asksTheStoreForTheOwnersSessionWhateverIsBoundMeanwhile() {
        List<String> bound = new ArrayList<>();
        MockHttpServletRequest request = new MockHttpServletRequest() {

            @Override
            public @Nullable HttpSession getSession(boolean create) {
                bound.add(TenantContext.currentSchema().value());
                return super.getSession(create);
            }
        };
        inRequest(ON_ACME, request, guarded -> {
            try (TenantScope scope = TenantScope.open(TenantBinding.toShared())) {
                guarded.getSession();
            }
        });
        assertThat(bound).isNotEmpty().containsOnly("acme");
    }

    @Test
    void givesOneSessionObjectToARequest() {
        inRequest(
                ON_ACME,
                sessionOf(ON_ACME),
                request -> assertThat(request.getSession()).isSameAs(request.getSession(false)));
    }

    @Test
    void isLockedByTheSessionOfTheServer() {
        MockHttpSession session = sessionOf(ON_ACME);
        inRequest(
                ON_ACME,
                session,
                request -> assertThat(WebUtils.getSessionMutex(request.getSession()))
                        .isSameAs(session));
    }

    @Test
    void doesNotWrapARequestTwice() {
        inRequest(
                ON_ACME,
                new MockHttpServletRequest(),
                guarded ->
                        inRequest(ON_ACME, guarded, again -> assertThat(again).isSameAs(guarded)));
    }

    @Test
    void keepsTheDataOfASession() {
        MockHttpSession session = sessionOf(ON_ACME);
        inRequest(ON_ACME, session, request -> {
            HttpSession guarded = request.getSession();
            guarded.setMaxInactiveInterval(60);
            assertThat(guarded.getMaxInactiveInterval()).isEqualTo(60);
            assertThat(guarded.getCreationTime()).isEqualTo(session.getCreationTime());
            assertThat(guarded.getLastAccessedTime()).isEqualTo(session.getLastAccessedTime());
            assertThat(guarded.getServletContext()).isSameAs(session.getServletContext());
            String id = guarded.getId();
            assertThat(request.changeSessionId()).isNotEqualTo(id).isEqualTo(guarded.getId());
            guarded.invalidate();
            assertThat(request.getSession(false)).isNull();
        });
    }

    private static String idOf(@Nullable HttpSession session) {
        return session == null ? "none" : session.getId();
    }

    /** Returns a session that an earlier request has left behind. */
    private static MockHttpSession sessionOf(TenantBinding binding) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        inRequest(binding, request, HttpServletRequest::getSession);
        MockHttpSession session = (MockHttpSession) Objects.requireNonNull(request.getSession(false));
        session.setNew(false);
        return session;
    }

    private static void inRequest(TenantBinding binding, MockHttpSession session, Consumer<HttpServletRequest> test) {
        fromRequest(binding, session, request -> {
            test.accept(request);
            return request;
        });
    }

    private static <T> T fromRequest(
            TenantBinding binding, MockHttpSession session, Function<HttpServletRequest, T> test) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setSession(session);
        request.setRequestedSessionId(session.getId());
        List<T> result = new ArrayList<>();
        inRequest(binding, request, guarded -> result.add(test.apply(guarded)));
        return result.get(0);
    }

    private static void inRequest(
            TenantBinding binding, HttpServletRequest request, Consumer<HttpServletRequest> test) {
        FilterChain chain = (guarded, response) -> test.accept((HttpServletRequest) guarded);
        try (TenantScope scope = TenantScope.open(binding)) {
            new TenantSessionFilter(PUBLIC).doFilter(request, new MockHttpServletResponse(), chain);
        } catch (IOException | ServletException failure) {
            throw new AssertionError(failure);
        }
    }

    private record UnboundNotice(List<String> bound) implements HttpSessionBindingListener {

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            bound.add(TenantContext.binding().describe());
        }
    }
}
