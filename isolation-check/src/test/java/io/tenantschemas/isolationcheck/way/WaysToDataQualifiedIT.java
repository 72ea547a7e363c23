package io.tenantschemas.isolationcheck.way;

import java.sql.SQLException;
import java.util.stream.Stream;
import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import io.tenantschemas.routing.RoutingChoice;
import io.tenantschemas.routing.RoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void isNotReachedByThePath() throws SQLException {
        RoutingChoice choice = application()
                .bean(DataSource.class)
                .unwrap(RoutingDataSource.class)
                .choice();
        assertThat(choice.property()).isEqualTo("qualified");
        assertThat(choice.tenantsByPath()).isZero();
    }
}
