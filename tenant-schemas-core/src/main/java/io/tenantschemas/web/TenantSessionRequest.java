package io.tenantschemas.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;

/** A request that knows the sessions of its tenant only. */
final class TenantSessionRequest extends HttpServletRequestWrapper {

    private final SessionOwner owner;

    private @Nullable TenantSession current;

    TenantSessionRequest(HttpServletRequest request, SessionOwner owner) {
        super(request);
        this.owner = owner;
    }

    boolean isFor(SessionOwner other) {
        return owner.isSame(other);
    }

    @Override
    public HttpSession getSession() {
        HttpSession session = getSession(true);
        if (session == null) {
            throw new IllegalStateException("The server gave no session");
        }
        return session;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return owner.run(() -> {
            HttpSession session = super.getSession(false);
            if (session != null && isOwn(session)) {
                return wrapped(session);
            }
            return create ? created(session) : null;
        });
    }

    private boolean isOwn(HttpSession session) {
        if (session.getAttribute(SessionOwner.ATTRIBUTE) == null && isMadeInThisRequest(session)) {
            owner.take(session);
        }
        return owner.owns(session);
    }

    // By a filter ahead of ours. What the client has asked for is older, under whatever id it goes by now.
    private boolean isMadeInThisRequest(HttpSession session) {
        String requested = getRequestedSessionId();
        return requested == null || (session.isNew() && !session.getId().equals(requested));
    }

    private HttpSession created(@Nullable HttpSession foreign) {
        if (foreign != null) {
            end(foreign);
        }
        HttpSession session = super.getSession(true);
        // Another thread may have made it meanwhile, for the same request.
        if (!isOwn(session)) {
            throw new ForeignSessionException(owner);
        }
        return wrapped(session);
    }

    private void end(HttpSession foreign) {
        if (!owner.isBound()) {
            throw new ForeignSessionException(owner);
        }
        SessionOwner.runForNobody(foreign::invalidate);
    }

    private HttpSession wrapped(HttpSession session) {
        TenantSession known = current;
        if (known == null || !known.isFor(session)) {
            known = new TenantSession(session, owner);
            current = known;
        }
        return known;
    }

    @Override
    public String changeSessionId() {
        if (getSession(false) == null) {
            throw new IllegalStateException(
                    "There is no session of " + owner.describe() + " whose id could be changed");
        }
        return owner.run(super::changeSessionId);
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return owner.run(super::isRequestedSessionIdValid) && getSession(false) != null;
    }
}
