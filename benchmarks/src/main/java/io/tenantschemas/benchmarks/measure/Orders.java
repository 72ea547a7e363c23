package io.tenantschemas.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * In which order contestants have their turn. Whoever comes after one who leaves much behind has it harder, so each comes
 * directly after each other one equally often: once in as many rounds as there are contestants, or twice in twice as many if
 * their number is odd (a Williams design). Everything else about the order is drawn.
 */
public final class Orders {

    private final Random random;

    /**
     * Creates orders.
     *
     * @param seed where draws come from: the same seed gives the same orders
     */
    public Orders(long seed) {
        this.random = new Random(seed);
    }

    /** Returns an order for each round, other ones whenever it is called. */
    public <T> List<List<T>> of(Collection<T> contestants, int rounds) {
        List<T> drawn = new ArrayList<>(contestants);
        Collections.shuffle(drawn, random);
        List<List<T>> balanced = balanced(drawn);
        List<List<T>> orders = new ArrayList<>();
        while (orders.size() < rounds) {
            Collections.shuffle(balanced, random);
            orders.addAll(balanced);
        }
        return List.copyOf(orders.subList(0, rounds));
    }

    private static <T> List<List<T>> balanced(List<T> contestants) {
        List<List<T>> orders = new ArrayList<>();
        for (int shift = 0; shift < Math.max(1, contestants.size()); shift++) {
            List<T> order = shifted(contestants, shift);
            orders.add(order);
            if (contestants.size() % 2 == 1) {
                orders.add(reversed(order));
            }
        }
        return orders;
    }

    /** Returns the first, the second, the last, the third, the last but one and so on, each of them shifted. */
    private static <T> List<T> shifted(List<T> contestants, int shift) {
        int number = contestants.size();
        return IntStream.range(0, number)
                .map(place -> place % 2 == 1 ? (place + 1) / 2 : number - place / 2)
                .mapToObj(index -> contestants.get((index + shift) % number))
                .toList();
    }

    private static <T> List<T> reversed(List<T> order) {
        List<T> reversed = new ArrayList<>(order);
        Collections.reverse(reversed);
        return reversed;
    }
}
