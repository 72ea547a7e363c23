package io.tenantschemas.entity.scoped.shared;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;

import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.entity.scoped.tenant.InTenantPackage;

@Entity
@Inheritance
public class InSharedPackage {

    @Id
    private long id;

    @Entity
    @TenantScoped
    public static class MarkedOtherwise {

        @Id
        private long id;
    }

    @Entity
    public static class ChildInTheSamePackage extends MarkedOtherwise {}

    @Entity
    public static class ChildOfAnotherPackage extends InTenantPackage {}
}
