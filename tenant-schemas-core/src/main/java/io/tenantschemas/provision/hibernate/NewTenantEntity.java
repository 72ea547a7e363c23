package io.tenantschemas.provision.hibernate;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.Attribute.PersistentAttributeType;
import jakarta.persistence.metamodel.EntityType;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.datetime.standard.DateTimeFormatterRegistrar;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Validator;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.TenantTypeAttribute;
import io.tenantschemas.provision.InvalidTenantException;
import io.tenantschemas.provision.InvalidTenantException.Problem;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.InvalidTypeNameException;
import io.tenantschemas.tenant.UnknownTypeException;

/** The application's entity of tenants, made from names and values. */
final class NewTenantEntity {

    /** Those of {@link AbstractTenant}. */
    private static final Set<String> OF_THE_LIBRARY = Set.of("id", "schemaName", "status", "domains");

    private static final ConversionService CONVERSION = conversion();

    private final EntityType<? extends AbstractTenant> type;

    private final EntityPersister persister;

    private final @Nullable Validator validator;

    private NewTenantEntity(
            EntityType<? extends AbstractTenant> type,
            EntityManagerFactory entityManagerFactory,
            @Nullable Validator validator) {
        this.type = type;
        this.persister = entityManagerFactory
                .unwrap(SessionFactoryImplementor.class)
                .getMappingMetamodel()
                .getEntityDescriptor(type.getJavaType());
        this.validator = validator;
    }

    private static ConversionService conversion() {
        DefaultFormattingConversionService conversion = new DefaultFormattingConversionService(false);
        DateTimeFormatterRegistrar times = new DateTimeFormatterRegistrar();
        // Otherwise what a text means would depend on where the process runs.
        times.setUseIsoFormat(true);
        times.registerFormatters(conversion);
        return conversion;
    }

    /** Returns what makes entities of the one class of tenants that there is; empty if there is none, or more than one. */
    @SuppressWarnings("unchecked")
    static Optional<NewTenantEntity> of(EntityManagerFactory entityManagerFactory, @Nullable Validator validator) {
        List<EntityType<?>> types = entityManagerFactory.getMetamodel().getEntities().stream()
                .filter(type -> AbstractTenant.class.isAssignableFrom(type.getJavaType()))
                .filter(type -> !Modifier.isAbstract(type.getJavaType().getModifiers()))
                .toList();
        return types.size() == 1
                ? Optional.of(new NewTenantEntity(
                        (EntityType<? extends AbstractTenant>) types.get(0), entityManagerFactory, validator))
                : Optional.empty();
    }

    /**
     * Returns an entity that was not saved yet.
     *
     * @throws InvalidTenantException if attributes are unknown or not what the entity wants
     */
    AbstractTenant of(NewTenant tenant) {
        AbstractTenant entity = BeanUtils.instantiateClass(type.getJavaType());
        DirectFieldAccessor fields = new DirectFieldAccessor(entity);
        fields.setConversionService(CONVERSION);
        fields.setAutoGrowNestedPaths(true);
        fields.setPropertyValue("schemaName", tenant.schema().value());
        tenant.domains().stream().map(HostName::value).forEach(entity::addDomain);
        List<Problem> problems = new ArrayList<>();
        tenant.attributes().forEach((name, value) -> set(name, value, fields, problems));
        refuse(tenant, problems);
        return entity;
    }

    /**
     * Refuses an entity that cannot be saved, once somebody has tried to: callbacks and listeners may have filled in what was missing.
     *
     * @throws InvalidTenantException if attributes are missing, or the validator finds fault with them
     */
    void refuseUnfit(AbstractTenant entity, NewTenant tenant) {
        List<Problem> problems = new ArrayList<>();
        validate(entity, problems);
        findMissing(entity, problems);
        refuse(tenant, problems);
    }

    private static void refuse(NewTenant tenant, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidTenantException(tenant.schema(), problems);
        }
    }

    private void set(String name, Object value, DirectFieldAccessor fields, List<Problem> problems) {
        if (!isSettable(name)) {
            problems.add(Problem.unknown(name, settable()));
            return;
        }
        try {
            fields.setPropertyValue(name, isType(name) ? typeOf(value) : value);
        } catch (InvalidTypeNameException | UnknownTypeException refused) {
            problems.add(Problem.unfit(name, refused));
        } catch (BeansException refused) {
            problems.add(new Problem(name, "cannot be '%s': %s".formatted(value, reason(refused))));
        }
    }

    private boolean isType(String name) {
        return attribute().filter(type -> type.name().equals(name)).isPresent();
    }

    /** Returns the attribute's value for a type, which may be written in whatever case. */
    private Object typeOf(Object value) {
        return value instanceof String text ? attribute().orElseThrow().valueOf(text) : value;
    }

    private Optional<TenantTypeAttribute> attribute() {
        return TenantTypeAttribute.of(type.getJavaType());
    }

    /** Returns whether that is an attribute, or one of what is embedded. */
    private boolean isSettable(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? settable().contains(name)
                : settable().contains(name.substring(0, dot))
                        && type.getAttribute(name.substring(0, dot)).getPersistentAttributeType()
                                == PersistentAttributeType.EMBEDDED;
    }

    private static String reason(Throwable refused) {
        Throwable root = refused;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private List<String> settable() {
        return type.getAttributes().stream()
                .filter(attribute -> !attribute.isAssociation() && !attribute.isCollection())
                .map(Attribute::getName)
                .filter(name -> !OF_THE_LIBRARY.contains(name))
                .sorted()
                .collect(Collectors.toList());
    }

    private void validate(AbstractTenant entity, List<Problem> problems) {
        if (validator != null && validator.supports(entity.getClass())) {
            BeanPropertyBindingResult result = new BeanPropertyBindingResult(entity, "tenant");
            validator.validate(entity, result);
            result.getFieldErrors()
                    .forEach(error ->
                            problems.add(new Problem(error.getField(), String.valueOf(error.getDefaultMessage()))));
            result.getGlobalErrors()
                    .forEach(error ->
                            problems.add(new Problem(type.getName(), String.valueOf(error.getDefaultMessage()))));
        }
    }

    private void findMissing(AbstractTenant entity, List<Problem> problems) {
        String[] names = persister.getPropertyNames();
        boolean[] nullable = persister.getPropertyNullability();
        Map<String, Problem> known =
                problems.stream().collect(Collectors.toMap(Problem::attribute, problem -> problem, (a, b) -> a));
        for (int i = 0; i < names.length; i++) {
            boolean isMissing =
                    !nullable[i] && persister.getPropertyInsertability()[i] && persister.getValue(entity, i) == null;
            if (isMissing && !known.containsKey(names[i]) && settable().contains(names[i])) {
                problems.add(new Problem(names[i], "is missing"));
            }
        }
    }
}
