package io.tenantschemas.sample.shop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.util.StringUtils;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.InvalidHostException;

/** Must be a host that a new shop may have, whether or not it is still free: not the main site's, and without a port. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = TenantDomain.Check.class)
@interface TenantDomain {

    String message() default
            "Give the name of a host, without http:// and without a port, for example bakery.localhost."
                    + " The address of this site cannot be a shop's.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Leaves an empty value to other constraints. */
    final class Check implements ConstraintValidator<TenantDomain, String> {

        private final Set<String> mainSite;

        Check(@Value("${tenant-schemas.public-hosts}") Set<String> mainSite) {
            this.mainSite = Set.copyOf(mainSite);
        }

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return !StringUtils.hasText(value) || isTenantHost(value);
        }

        private boolean isTenantHost(String value) {
            try {
                return !value.contains(":")
                        && !mainSite.contains(HostName.of(value).value());
            } catch (InvalidHostException malformed) {
                return false;
            }
        }
    }
}
