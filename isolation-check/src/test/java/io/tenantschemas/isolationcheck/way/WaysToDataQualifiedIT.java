package io.tenantschemas.isolationcheck.way;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The same with statements that name the schema themselves. */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class WaysToDataQualifiedIT extends GivenWayContract {

    WaysToDataQualifiedIT(Way way) {
        super(way);
    }

    static Stream<Way> ways() {
        return Way.all(Reach.QUALIFIED);
    }
}
