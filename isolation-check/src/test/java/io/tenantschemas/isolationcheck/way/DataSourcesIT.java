package io.tenantschemas.isolationcheck.way;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands before a pool, or beside it: proxies, replicas for reading. */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class DataSourcesIT extends GivenWayContract {

    DataSourcesIT(Way way) {
        super(way);
    }

    static Stream<Way> ways() {
        return Way.aroundPools(Reach.DIRECT);
    }
}
