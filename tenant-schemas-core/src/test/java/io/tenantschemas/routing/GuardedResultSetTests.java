package io.tenantschemas.routing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Every method of a result set: where it leads, and for whom. */
class GuardedResultSetTests {

    /** What tells nothing of rows, or is needed to tidy up. */
    private static final Set<String> OPEN_TO_ALL = Set.of(
            "close",
            "isClosed",
            "getWarnings",
            "clearWarnings",
            "getFetchSize",
            "setFetchSize",
            "getFetchDirection",
            "setFetchDirection",
            "getType",
            "getConcurrency",
            "getHoldability",
            "getMetaData",
            "getStatement");

    private static final Map<Class<?>, Object> VALUES = Map.of(
            int.class,
            7,
            long.class,
            8L,
            short.class,
            (short) 9,
            byte.class,
            (byte) 10,
            boolean.class,
            true,
            float.class,
            1.5f,
            double.class,
            2.5d,
            String.class,
            "label",
            Class.class,
            Integer.class);

    private final AtomicReference<List<Object>> called = new AtomicReference<>(List.of());

    private final ResultSet target = (ResultSet) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {ResultSet.class}, (proxy, method, args) -> {
                called.set(call(method, args));
                return VALUES.get(method.getReturnType());
            });

    static Stream<Method> methods() {
        return Arrays.stream(ResultSet.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.getDeclaringClass().equals(java.sql.Wrapper.class));
    }

    private static List<Object> call(Method method, Object[] args) {
        return Arrays.asList(method, args == null ? List.of() : Arrays.asList(args));
    }

    private static Object[] arguments(Method method) {
        return Arrays.stream(method.getParameterTypes()).map(VALUES::get).toArray();
    }

    private ResultSet guarded() throws SQLException {
        SearchPaths paths = new SearchPaths(SchemaName.of("public"), List.of());
        Session session = Session.of(nothing(Connection.class));
        RoutingRules rules = new RoutingRules(
                false, true, new RetiredTenants(), ConnectionRetirement.closing(), RoutingScope.SESSION, 0);
        Guard guard = new Guard(TenantBinding.to(ACME), paths, rules, session, Pointing.DONE, false);
        return GuardedResultSet.of(target, guard, nothing(RoutedConnection.class), null);
    }

    private static <T> T nothing(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                Guard.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> method.getReturnType() == boolean.class ? false : null));
    }

    private static void invoke(ResultSet result, Method method) throws Throwable {
        try {
            method.invoke(result, arguments(method));
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void passesEachCallOnAsItIs(Method method) throws Throwable {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
            invoke(guarded(), method);
        }
        assertThat(called.get()).isEqualTo(call(method, arguments(method)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void refusesRowsWhileAnotherTenantIsBound(Method method) {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(GLOBEX))) {
            if (OPEN_TO_ALL.contains(method.getName())) {
                assertThatNoException().isThrownBy(() -> invoke(guarded(), method));
            } else {
                assertThatExceptionOfType(TenantSwitchException.class).isThrownBy(() -> invoke(guarded(), method));
                assertThat(called.get()).isEmpty();
            }
        }
    }

    @Test
    void isNeitherTheDriversNorAnotherOnes() throws SQLException {
        ResultSet result = guarded();

        assertThat(result).isNotEqualTo(target).isNotEqualTo(guarded());
        assertThat(result.unwrap(ResultSet.class)).isSameAs(result);
        assertThat(result.isWrapperFor(ResultSet.class)).isTrue();
    }
}
