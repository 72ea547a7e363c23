package io.tenantschemas.entity.scoped.unmarked;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.entity.scoped.tenant.InTenantPackage;

@Entity
public class Unmarked {

    @Id
    private long id;

    @Retention(RetentionPolicy.RUNTIME)
    @Shared
    public @interface Catalogue {}

    @Entity
    @Catalogue
    public static class MarkedThroughAnother {

        @Id
        private long id;
    }

    @Entity
    @Shared
    @TenantScoped
    public static class MarkedTwice {

        @Id
        private long id;
    }

    @MappedSuperclass
    @TenantScoped
    public static class Base {

        @Id
        private long id;
    }

    @MappedSuperclass
    public static class Middle extends Base {}

    @Entity
    public static class OfMappedSuperclass extends Middle {}

    @Entity
    public static class ChildOfMarkedPackage extends InTenantPackage {}
}
