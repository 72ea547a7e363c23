package io.tenantschemas.isolationcheck.way;

/** The same with tenants that have roles of the server. */
class JpaPropagationRoleIT extends JpaPropagationIT {

    @Override
    Reach reach() {
        return Reach.ROLE;
    }
}
