package io.tenantschemas.web;

import java.util.Collections;
import java.util.Enumeration;
import java.util.function.Supplier;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/** A session of a tenant. What says whose it is can neither be seen nor changed. */
final class TenantSession implements HttpSession {

    private final HttpSession session;

    private final SessionOwner owner;

    TenantSession(HttpSession session, SessionOwner owner) {
        this.session = session;
        this.owner = owner;
    }

    boolean isFor(HttpSession other) {
        return session == other;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        Object value = use(() -> isHidden(name) ? null : session.getAttribute(name));
        // Spring locks the session itself where there is no mutex. This object is a new one for each request.
        return value == null && WebUtils.SESSION_MUTEX_ATTRIBUTE.equals(name) ? session : value;
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return use(() -> Collections.enumeration(Collections.list(session.getAttributeNames()).stream()
                .filter(name -> !isHidden(name))
                .toList()));
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        refuseHidden(name);
        use(() -> session.setAttribute(name, value));
    }

    @Override
    public void removeAttribute(String name) {
        refuseHidden(name);
        use(() -> session.removeAttribute(name));
    }

    private static void refuseHidden(String name) {
        if (isHidden(name)) {
            throw new IllegalArgumentException(
                    "The session attribute '%s' says whose the session is and cannot be changed. Choose another name."
                            .formatted(name));
        }
    }

    private static boolean isHidden(String name) {
        return SessionOwner.ATTRIBUTE.equals(name);
    }

    @Override
    public void invalidate() {
        use(session::invalidate);
    }

    private void use(Runnable use) {
        use(() -> {
            use.run();
            return true;
        });
    }

    private <T extends @Nullable Object> T use(Supplier<T> use) {
        owner.refuseOtherTenant();
        return owner.run(use);
    }

    @Override
    public HttpSession.Accessor getAccessor() {
        HttpSession.Accessor accessor = session.getAccessor();
        return consumer -> accessor.access(accessed -> consumer.accept(new TenantSession(accessed, owner)));
    }

    @Override
    public String getId() {
        return session.getId();
    }

    @Override
    public boolean isNew() {
        return session.isNew();
    }

    @Override
    public long getCreationTime() {
        return session.getCreationTime();
    }

    @Override
    public long getLastAccessedTime() {
        return session.getLastAccessedTime();
    }

    @Override
    public ServletContext getServletContext() {
        return session.getServletContext();
    }

    @Override
    public void setMaxInactiveInterval(int interval) {
        session.setMaxInactiveInterval(interval);
    }

    @Override
    public int getMaxInactiveInterval() {
        return session.getMaxInactiveInterval();
    }
}
