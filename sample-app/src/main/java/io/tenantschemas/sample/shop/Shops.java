package io.tenantschemas.sample.shop;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

import io.tenantschemas.provision.SchemaExistsException;
import io.tenantschemas.sample.problem.RefusedInputException;

/** Opens shops. */
@Service
public class Shops {

    private final ShopRepository repository;

    Shops(ShopRepository repository) {
        this.repository = repository;
    }

    /**
     * Opens a shop: once this returns, its host answers.
     *
     * @throws RefusedInputException if its schema name or its domain is taken; nothing has changed then
     */
    public Shop open(SignUp signUp) {
        try {
            return repository.save(new Shop(signUp.name(), signUp.schemaName(), signUp.domain()));
        } catch (SchemaExistsException taken) {
            throw taken("schemaName", taken);
        } catch (DataIntegrityViolationException refused) {
            throw taken(fieldOf(refused), refused);
        }
    }

    /** Returns the field that a unique index of {@code db/shared} refused. */
    private static String fieldOf(DataIntegrityViolationException refused) {
        String message = String.valueOf(
                NestedExceptionUtils.getMostSpecificCause(refused).getMessage());
        if (message.contains("shops_schema_name")) {
            return "schemaName";
        }
        if (message.contains("tenant_domain_domain")) {
            return "domain";
        }
        throw refused;
    }

    private static RefusedInputException taken(String field, RuntimeException cause) {
        return new RefusedInputException(HttpStatus.CONFLICT, field, "This one is taken. Choose another.", cause);
    }
}
