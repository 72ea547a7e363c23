package io.tenantschemas.autoconfigure.cache;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.cache.application.CachingApplication;
import io.tenantschemas.autoconfigure.cache.application.OwnKeysRegionFactory;
import io.tenantschemas.autoconfigure.cache.application.SimpleKeysRegionFactory;
import io.tenantschemas.cache.hibernate.CacheKeysException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Not among the other tests of the second-level cache: its provider has one manager for all applications of a process. */
class SecondLevelCacheKeysIT {

    static Stream<Arguments> otherKeys() {
        return Stream.of(
                Arguments.of("hibernate.cache.keys_factory=simple", "hibernate.cache.keys_factory"),
                Arguments.of(regionFactory(SimpleKeysRegionFactory.class), "SimpleCacheKeysFactory"),
                Arguments.of(regionFactory(OwnKeysRegionFactory.class), "OwnKeysRegionFactory"));
    }

    private static String regionFactory(Class<?> type) {
        return "hibernate.cache.region.factory_class=" + type.getName();
    }

    @ParameterizedTest
    @MethodSource("otherKeys")
    void refusesToStartWithOtherKeys(String setting, String named) {
        String[] properties = Stream.concat(
                        Stream.of(SecondLevelCacheIT.PROPERTIES), Stream.of("spring.jpa.properties." + setting))
                .toArray(String[]::new);
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> RunningApplication.startWithoutWeb(CachingApplication.class, properties)
                        .close())
                .havingRootCause()
                .isInstanceOf(CacheKeysException.class)
                .withMessageContaining(named);
    }
}
