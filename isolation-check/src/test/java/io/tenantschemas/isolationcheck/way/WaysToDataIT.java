package io.tenantschemas.isolationcheck.way;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** JPA, Spring Data, JDBC in all of Spring's forms, jOOQ and MyBatis. */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class WaysToDataIT extends GivenWayContract {

    WaysToDataIT(Way way) {
        super(way);
    }

    static Stream<Way> ways() {
        return Way.all(Reach.DIRECT);
    }
}
