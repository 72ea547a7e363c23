package io.tenantschemas.isolationcheck.way;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The same with tenants that have roles of the server, behind a pooler. */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class WaysToDataRoleBehindPoolerIT extends GivenWayContract {

    WaysToDataRoleBehindPoolerIT(Way way) {
        super(way);
    }

    static Stream<Way> ways() {
        return Way.usual(Reach.ROLE_BEHIND_POOLER);
    }
}
