package io.tenantschemas.entity;

import java.beans.Introspector;
import java.lang.annotation.Annotation;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumeratedValue;
import jakarta.persistence.Transient;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

import io.tenantschemas.tenant.InvalidTypeNameException;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/** The attribute of a tenant model that is marked with {@link TenantType}. */
public final class TenantTypeAttribute {

    private static final ClassValue<Optional<TenantTypeAttribute>> KNOWN = new ClassValue<>() {

        @Override
        protected Optional<TenantTypeAttribute> computeValue(Class<?> entity) {
            return find(entity);
        }
    };

    private final String name;

    private final Member member;

    private final Class<?> type;

    private final @Nullable String column;

    private final Map<TypeName, String> constants;

    private TenantTypeAttribute(
            String name, Member member, Class<?> type, @Nullable String column, Map<TypeName, String> constants) {
        this.name = name;
        this.member = member;
        this.type = type;
        this.column = column;
        this.constants = constants;
    }

    /**
     * Returns the attribute of that entity, or of what it extends, that is marked, or empty if none is.
     *
     * @throws TenantTypeException if several are, or if it cannot say of which type a tenant is
     */
    public static Optional<TenantTypeAttribute> of(Class<?> entity) {
        Assert.notNull(entity, "'entity' must not be null");
        return KNOWN.get(entity);
    }

    /** Returns whether the class itself marks anything, whether or not it extends {@link AbstractTenant}. */
    public static boolean isMarkedIn(Class<?> type) {
        Assert.notNull(type, "'type' must not be null");
        return marked(type).findAny().isPresent();
    }

    private static Optional<TenantTypeAttribute> find(Class<?> entity) {
        Map<String, Member> found = new LinkedHashMap<>();
        for (Class<?> type = entity; type != null && type != AbstractTenant.class; type = type.getSuperclass()) {
            marked(type).forEach(member -> found.putIfAbsent(name(entity, member), member));
        }
        if (found.size() > 1) {
            throw new TenantTypeException(
                    entity,
                    "has several attributes that are marked with @TenantType: %s. Keep one."
                            .formatted(String.join(", ", found.keySet())));
        }
        return found.entrySet().stream()
                .findFirst()
                .map(attribute -> of(entity, attribute.getKey(), attribute.getValue()));
    }

    private static Stream<Member> marked(Class<?> type) {
        return Stream.<Member>concat(Stream.of(type.getDeclaredFields()), Stream.of(type.getDeclaredMethods()))
                .filter(member -> ((AnnotatedElement) member).isAnnotationPresent(TenantType.class));
    }

    private static String name(Class<?> entity, Member member) {
        if (member instanceof Field) {
            return member.getName();
        }
        if (!member.getName().matches("get\\p{Lu}.*") || ((Method) member).getParameterCount() > 0) {
            throw new TenantTypeException(
                    entity,
                    "has @TenantType on %s, which is neither a field nor a getter. Put it on one."
                            .formatted(member.getName()));
        }
        return Introspector.decapitalize(member.getName().substring(3));
    }

    private static TenantTypeAttribute of(Class<?> entity, String name, Member member) {
        Class<?> type = member instanceof Field field ? field.getType() : ((Method) member).getReturnType();
        Attribute attribute = new Attribute(entity, name, member);
        attribute.refuseUnstored();
        if (type != String.class && !type.isEnum()) {
            throw attribute.refused("of the type %s. Let it be a String, or an enum with @Enumerated(EnumType.STRING)."
                    .formatted(type.getName()));
        }
        Map<TypeName, String> constants = type.isEnum() ? attribute.constants(type) : Map.of();
        ((AccessibleObject) member).setAccessible(true);
        return new TenantTypeAttribute(name, member, type, attribute.column(), constants);
    }

    /** Returns the attribute's name. */
    public String name() {
        return name;
    }

    /** Returns the name of its column as the mapping has it, or empty if that says none. */
    public Optional<String> column() {
        return Optional.ofNullable(column);
    }

    /**
     * Returns the constants of its enum, by the types that they stand for, in their order; empty if it is a text, which says nothing of
     * the types that there are.
     */
    public Map<TypeName, String> constants() {
        return constants;
    }

    /**
     * Returns the type of a tenant, or empty if it has none.
     *
     * @throws InvalidTypeNameException if it is a text that cannot be one
     */
    public Optional<TypeName> typeOf(AbstractTenant tenant) {
        Assert.notNull(tenant, "'tenant' must not be null");
        return Optional.ofNullable(value(tenant))
                .map(value -> TypeName.of(value instanceof Enum<?> constant ? constant.name() : value.toString()));
    }

    private @Nullable Object value(AbstractTenant tenant) {
        return member instanceof Field field
                ? ReflectionUtils.getField(field, tenant)
                : ReflectionUtils.invokeMethod((Method) member, tenant);
    }

    /**
     * Returns what the attribute of a tenant of that type is.
     *
     * @throws UnknownTypeException if there is no such type
     * @throws InvalidTypeNameException if that cannot be one
     */
    public Object valueOf(String text) {
        TypeName wanted = TypeName.of(text);
        if (!type.isEnum()) {
            return wanted.value();
        }
        String constant = constants.get(wanted);
        return Stream.of(type.getEnumConstants())
                .filter(each -> ((Enum<?>) each).name().equals(constant))
                .findFirst()
                .orElseThrow(() -> new UnknownTypeException(text, constants.keySet()));
    }

    /** What the mapping says of an attribute, on its field or on its getter. */
    private record Attribute(Class<?> entity, String name, Member member) {

        TenantTypeException refused(String problem) {
            return new TenantTypeException(
                    entity, "has @TenantType on its attribute '%s', which is %s".formatted(name, problem));
        }

        private <A extends Annotation> Optional<A> find(Class<A> annotation) {
            Class<?> declaring = member.getDeclaringClass();
            return Stream.<@Nullable AnnotatedElement>of(
                            ReflectionUtils.findField(declaring, name),
                            ReflectionUtils.findMethod(declaring, "get" + StringUtils.capitalize(name)))
                    .flatMap(Stream::ofNullable)
                    .flatMap(element -> Stream.ofNullable(element.getAnnotation(annotation)))
                    .findFirst();
        }

        void refuseUnstored() {
            if (find(Transient.class).isPresent()
                    || Modifier.isStatic(member.getModifiers())
                    || Modifier.isTransient(member.getModifiers())) {
                throw refused("not stored. The type of a tenant has to stand in its row.");
            }
            if (find(Convert.class).isPresent()) {
                throw refused(
                        "converted. The type of a tenant has to stand in its row as it is called; remove @Convert.");
            }
            if (find(Column.class).filter(each -> !each.table().isEmpty()).isPresent()) {
                throw refused("stored in another table. The type of a tenant has to stand in its row.");
            }
        }

        @Nullable
        String column() {
            return find(Column.class)
                    .map(Column::name)
                    .filter(StringUtils::hasText)
                    .orElse(null);
        }

        Map<TypeName, String> constants(Class<?> type) {
            if (find(Enumerated.class)
                    .filter(each -> each.value() == EnumType.STRING)
                    .isEmpty()) {
                throw refused("stored by number, which another order of the constants would turn into another type."
                        + " Add @Enumerated(EnumType.STRING).");
            }
            if (Stream.of(type.getDeclaredFields())
                    .anyMatch(field -> field.isAnnotationPresent(EnumeratedValue.class))) {
                throw refused(
                        "an enum that is stored as something else than the names of its constants."
                                + " Remove @EnumeratedValue from it: the type of a tenant has to stand in its row as it is called.");
            }
            Map<TypeName, String> constants = new LinkedHashMap<>();
            for (Object constant : type.getEnumConstants()) {
                String text = ((Enum<?>) constant).name();
                String other = constants.putIfAbsent(typeName(text), text);
                if (other != null) {
                    throw refused("an enum with constants that differ only in case: %s and %s. Rename one."
                            .formatted(other, text));
                }
            }
            if (constants.isEmpty()) {
                throw refused("an enum without constants. Give it one for each type.");
            }
            return Collections.unmodifiableMap(constants);
        }

        private TypeName typeName(String constant) {
            try {
                return TypeName.of(constant);
            } catch (InvalidTypeNameException refused) {
                throw refused("an enum with a constant that is no type. " + refused.getMessage());
            }
        }
    }
}
