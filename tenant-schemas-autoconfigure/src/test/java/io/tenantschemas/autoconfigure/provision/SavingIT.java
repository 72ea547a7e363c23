package io.tenantschemas.autoconfigure.provision;

class SavingIT extends SavingContract {

    @Override
    Provisioned application() {
        return Provisioned.shared();
    }
}
