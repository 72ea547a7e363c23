package io.tenantschemas.autoconfigure.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.core.annotation.AnnotatedElementUtils;

import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.tenant.InvalidTypeNameException;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/** The Java migrations of tenants, as far as only those of some types go through them. */
final class TypedMigrations {

    private final Set<TypeName> types;

    private final List<JavaMigration> ofAll = new ArrayList<>();

    private final Map<TypeName, List<JavaMigration>> byType = new TreeMap<>();

    /**
     * Divides migrations.
     *
     * @param migrations those that are marked as tenants'
     * @param types the types that there are
     * @throws UnknownTypeException if one is for tenants of another type
     */
    TypedMigrations(List<JavaMigration> migrations, Set<TypeName> types) {
        this.types = types;
        types.forEach(type -> byType.put(type, new ArrayList<>()));
        migrations.forEach(this::add);
    }

    private void add(JavaMigration migration) {
        TenantScoped scope = AnnotatedElementUtils.findMergedAnnotation(migration.getClass(), TenantScoped.class);
        if (scope == null || scope.types().length == 0) {
            ofAll.add(migration);
            return;
        }
        for (String type : scope.types()) {
            List<JavaMigration> its = byType.get(known(type, migration));
            if (its == null) {
                throw new UnknownTypeException(migration.getClass().getName(), type, types);
            }
            if (!its.contains(migration)) {
                its.add(migration);
            }
        }
    }

    private TypeName known(String type, JavaMigration migration) {
        try {
            return TypeName.of(type);
        } catch (InvalidTypeNameException malformed) {
            throw new UnknownTypeException(migration.getClass().getName(), type, types);
        }
    }

    /** Returns those that all tenants go through. */
    List<JavaMigration> ofAll() {
        return ofAll;
    }

    /** Returns for each type that there is those that only some tenants go through, those of that type among them. */
    Map<TypeName, List<JavaMigration>> byType() {
        return byType;
    }
}
