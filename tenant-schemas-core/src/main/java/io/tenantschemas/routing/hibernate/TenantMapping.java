package io.tenantschemas.routing.hibernate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.cfg.AvailableSettings;
import org.springframework.util.Assert;

import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.routing.TenantRelations;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

/**
 * What Hibernate has to know to keep shared and tenant-scoped entities apart, handed to it among its settings.
 *
 * @param scopes whose an entity is
 * @param publicSchema the schema that holds the shared tables
 * @param largeObjects whether tenants' entities may be stored as large objects
 * @param relations told which tables and sequences tenants have
 * @param types the types of tenants that there are
 */
public record TenantMapping(
        EntityScopes scopes,
        SchemaName publicSchema,
        boolean largeObjects,
        TenantRelations relations,
        Set<TypeName> types) {

    /** The setting under which an instance of this is found. */
    public static final String SETTING = "io.tenantschemas.mapping";

    /** Checks that nothing is missing. */
    public TenantMapping {
        Assert.notNull(scopes, "'scopes' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(relations, "'relations' must not be null");
        types = Set.copyOf(types);
    }

    /** Creates one where tenants have no types. */
    public TenantMapping(
            EntityScopes scopes, SchemaName publicSchema, boolean largeObjects, TenantRelations relations) {
        this(scopes, publicSchema, largeObjects, relations, Set.of());
    }

    /** Creates a mapping without large objects that tells nobody of tables. */
    public TenantMapping(EntityScopes scopes, SchemaName publicSchema) {
        this(scopes, publicSchema, false, new TenantRelations());
    }

    /** Adds what follows from this to Hibernate's settings, except where the application has decided otherwise. */
    public void addTo(Map<String, Object> settings) {
        settings.put(SETTING, this);
        // By name: Hibernate turns whatever stands here into a text and looks for a class called that.
        settings.putIfAbsent(
                AvailableSettings.ID_DB_STRUCTURE_NAMING_STRATEGY, SharedSequenceNamingStrategy.class.getName());
        settings.putIfAbsent(AvailableSettings.HBM2DDL_FILTER_PROVIDER, new SharedTablesOnly());
        // Hibernate would read the sequences of all schemas at start-up and compare with whichever comes last.
        settings.putIfAbsent(AvailableSettings.SEQUENCE_INCREMENT_SIZE_MISMATCH_STRATEGY, "none");
    }

    static Optional<TenantMapping> in(Map<String, Object> settings) {
        return Optional.ofNullable(settings.get(SETTING))
                .filter(TenantMapping.class::isInstance)
                .map(TenantMapping.class::cast);
    }

    /**
     * Returns the public schema as Hibernate takes it in mappings. Quoted only if need be: Hibernate makes names of its own
     * out of quoted ones, for bulk statements over several tables, and forgets that there are quotes already.
     */
    Identifier mappedSchema() {
        return Identifier.toIdentifier(publicSchema.value(), ReservedWords.contain(publicSchema.value()));
    }
}
