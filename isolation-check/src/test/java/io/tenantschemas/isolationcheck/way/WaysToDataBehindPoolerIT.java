package io.tenantschemas.isolationcheck.way;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import io.tenantschemas.isolationcheck.run.Poolers;

/** The same ways, with the server's session shared with others after each transaction. */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class WaysToDataBehindPoolerIT extends GivenWayContract {

    WaysToDataBehindPoolerIT(Way way) {
        super(way);
    }

    static Stream<Way> ways() {
        Poolers.require();
        return Way.all(Reach.POOLER);
    }
}
