package io.tenantschemas.sample.shop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;

/** Must be a name that a new shop's schema may have, whether or not it is still free. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = TenantSchemaName.Check.class)
@interface TenantSchemaName {

    String message() default
            "Use at most 63 lower-case letters, digits and underscores, and no digit at the beginning."
                    + " 'public', 'information_schema' and names that begin with 'pg_' are reserved.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Leaves an empty value to other constraints. */
    final class Check implements ConstraintValidator<TenantSchemaName, String> {

        private static final SchemaName MAIN_SITE = SchemaName.of("public");

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            if (!StringUtils.hasText(value)) {
                return true;
            }
            try {
                return !SchemaName.of(value).equals(MAIN_SITE);
            } catch (InvalidSchemaNameException malformed) {
                return false;
            }
        }
    }
}
