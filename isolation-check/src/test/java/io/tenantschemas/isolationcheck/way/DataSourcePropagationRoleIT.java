package io.tenantschemas.isolationcheck.way;

/** The same with tenants that have roles of the server. */
class DataSourcePropagationRoleIT extends DataSourcePropagationIT {

    @Override
    Reach reach() {
        return Reach.ROLE;
    }

    @Override
    String moving() {
        return "SET ROLE globex";
    }
}
