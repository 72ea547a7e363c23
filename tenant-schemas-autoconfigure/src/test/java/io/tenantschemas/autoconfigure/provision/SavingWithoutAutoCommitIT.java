package io.tenantschemas.autoconfigure.provision;

class SavingWithoutAutoCommitIT extends SavingContract {

    @Override
    Provisioned application() {
        return Provisioned.start(
                "spring.datasource.hikari.auto-commit=false",
                "spring.jpa.properties.hibernate.connection.provider_disables_autocommit=true");
    }
}
