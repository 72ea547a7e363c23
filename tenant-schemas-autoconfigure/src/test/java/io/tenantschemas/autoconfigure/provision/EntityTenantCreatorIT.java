package io.tenantschemas.autoconfigure.provision;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.provision.InvalidTenantException;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.TenantCreator;
import io.tenantschemas.testdatabase.PostgresServer;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Attributes are those of the application's entity. */
class EntityTenantCreatorIT extends TenantCreatorContract {

    @Override
    TenantCreator creator(Provisioned application) {
        return application.bean(TenantCreator.class);
    }

    @Override
    String attribute(String name) {
        return name;
    }

    @Test
    void asksTheApplicationsValidator() {
        try (RunningApplication application = RunningApplication.start(
                PostgresServer.forTests().createDatabase(), Validating.class, WebApplicationType.NONE)) {
            TenantCreator creator = application.bean(TenantCreator.class);
            assertThatExceptionOfType(InvalidTenantException.class)
                    .isThrownBy(() -> creator.create(
                            NewTenant.of("acme", "acme.example.com").with("name", "acme")))
                    .withMessage("Tenant 'acme' was not created: 'name' must begin with a capital letter.");
        }
    }

    /** Not to be found by those who scan this package. */
    @Import(ProvisioningApplication.class)
    static class Validating {

        @Bean
        Validator validator() {
            return new Validator() {

                @Override
                public boolean supports(Class<?> type) {
                    return Client.class.isAssignableFrom(type);
                }

                @Override
                public void validate(Object target, Errors errors) {
                    if (!Character.isUpperCase(((Client) target).getName().charAt(0))) {
                        errors.rejectValue("name", "capital", "must begin with a capital letter");
                    }
                }
            };
        }
    }
}
