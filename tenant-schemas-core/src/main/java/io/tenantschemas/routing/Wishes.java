package io.tenantschemas.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Who waits for a connection, in the order in which they came. Changed and read under one lock. */
final class Wishes {

    private final long patience;

    private final List<Wish> inOrder = new ArrayList<>();

    /**
     * Creates them without any.
     *
     * @param patience for how many nanoseconds longer somebody waits, at most, than somebody who came later
     */
    Wishes(long patience) {
        this.patience = patience;
    }

    void add(Wish wish) {
        inOrder.add(wish);
    }

    void remove(Wish wish) {
        inOrder.remove(wish);
    }

    int number() {
        return inOrder.size();
    }

    /**
     * Returns who is to get a connection: the first whose tenant it has served, unless somebody to whom any will do came so
     * much earlier that this would be unfair.
     */
    Optional<Wish> forConnection(WarmConnection connection) {
        Optional<Wish> forAny = first(Wish::isForAny);
        Optional<Wish> itsOwn = first(each -> each.isFor(connection));
        return itsOwn.filter(
                        own -> forAny.map(any -> any.ahead(own) <= patience).orElse(true))
                .or(() -> forAny);
    }

    /** Sends the first away to whom any connection will do. */
    void sendFirstAway() {
        first(Wish::isForAny).ifPresent(Wish::sendAway);
    }

    /** Sends all of these away. */
    void sendAllAway() {
        inOrder.stream().filter(each -> each.isOpen() && each.isForAny()).forEach(Wish::sendAway);
    }

    private Optional<Wish> first(Predicate<Wish> condition) {
        return inOrder.stream()
                .filter(each -> each.isOpen() && condition.test(each))
                .findFirst();
    }
}
