package io.tenantschemas.isolationcheck.way;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import io.tenantschemas.isolationcheck.run.Poolers;

/** What stands before a pool, or beside it, with a pooler behind. */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class DataSourcesBehindPoolerIT extends GivenWayContract {

    DataSourcesBehindPoolerIT(Way way) {
        super(way);
    }

    static Stream<Way> ways() {
        Poolers.require();
        return Way.aroundPools(Reach.POOLER);
    }
}
