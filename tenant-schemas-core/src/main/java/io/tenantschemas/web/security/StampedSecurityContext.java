package io.tenantschemas.web.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextImpl;

/** A security context that says whose it is, to be stored. */
final class StampedSecurityContext extends SecurityContextImpl {

    private static final long serialVersionUID = 1L;

    private final String owner;

    StampedSecurityContext(@Nullable Authentication authentication, String owner) {
        setAuthentication(authentication);
        this.owner = owner;
    }

    boolean isOf(String key) {
        return owner.equals(key);
    }

    // As its parent: who is logged in is what makes two contexts equal.
    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
