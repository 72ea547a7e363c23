package io.tenantschemas.isolationcheck.way;

/** The same with statements that name the schema themselves. */
class JpaPropagationQualifiedIT extends JpaPropagationIT {

    @Override
    Reach reach() {
        return Reach.QUALIFIED;
    }
}
