package io.tenantschemas.benchmarks.measure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OrdersTests {

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 8, 9})
    void putsEachDirectlyAfterEachOtherEquallyOften(int number) {
        List<Integer> all = IntStream.range(0, number).boxed().toList();
        int rounds = number % 2 == 1 ? 2 * number : number;
        List<List<Integer>> orders = new Orders(7).of(all, rounds);
        assertThat(orders)
                .hasSize(rounds)
                .allSatisfy(order -> assertThat(order).containsExactlyInAnyOrderElementsOf(all));
        assertThat(followers(orders))
                .hasSize(number * (number - 1))
                .allSatisfy((pair, times) -> assertThat(times).isEqualTo(rounds / number));
    }

    private static Map<List<Integer>, Integer> followers(List<List<Integer>> orders) {
        Map<List<Integer>, Integer> followers = new HashMap<>();
        for (List<Integer> order : orders) {
            for (int place = 1; place < order.size(); place++) {
                followers.merge(order.subList(place - 1, place + 1), 1, Integer::sum);
            }
        }
        return followers;
    }

    @Test
    void takesAllOrdersOfThreeBeforeOneComesAgain() {
        List<List<String>> orders = new Orders(7).of(List.of("library", "flyway", "psql"), 12);
        assertThat(new HashSet<>(orders.subList(0, 6))).hasSize(6);
        assertThat(orders.subList(6, 12)).containsExactlyInAnyOrderElementsOf(orders.subList(0, 6));
    }

    @Test
    void drawsAnewEachTimeAndTheSameWithTheSameSeed() {
        List<String> all = List.of("library", "flyway", "psql");
        Orders orders = new Orders(7);
        List<List<String>> first = orders.of(all, 6);
        assertThat(orders.of(all, 6)).isNotEqualTo(first);
        assertThat(new Orders(7).of(all, 6)).isEqualTo(first);
        assertThat(new Orders(8).of(all, 6)).isNotEqualTo(first);
    }

    @Test
    void lastsForAnyNumberOfRounds() {
        assertThat(new Orders(7).of(List.of("alone"), 3)).hasSize(3).containsOnly(List.of("alone"));
        assertThat(new Orders(7).of(List.of("one", "other"), 0)).isEmpty();
        assertThat(new Orders(7).of(List.of(), 2)).hasSize(2).containsOnly(List.of());
    }
}
