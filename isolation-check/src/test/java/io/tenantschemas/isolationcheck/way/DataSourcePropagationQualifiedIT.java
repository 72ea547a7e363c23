package io.tenantschemas.isolationcheck.way;

/** The same with statements that name the schema themselves. */
class DataSourcePropagationQualifiedIT extends DataSourcePropagationIT {

    @Override
    Reach reach() {
        return Reach.QUALIFIED;
    }
}
