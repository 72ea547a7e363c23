package io.tenantschemas.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.tenantschemas.benchmarks.database.ShopDatabase;
import io.tenantschemas.benchmarks.load.Load;
import io.tenantschemas.benchmarks.network.Conversation;
import io.tenantschemas.benchmarks.network.CountingPassage;
import io.tenantschemas.benchmarks.network.TcpProxy;

/** Listens to what an application with a single connection says to PostgreSQL. */
final class RoundTripCount {

    /** How many requests are made before, for each that is counted of one kind. */
    private static final int WARM_UP = 2;

    private static final int TIMES = 15;

    private static final int TENANTS = 10;

    private final Settings settings;

    private final ShopDatabase database;

    private final int tenants;

    RoundTripCount(Settings settings, ShopDatabase database) {
        this.settings = settings;
        this.database = database;
        this.tenants = Math.min(settings.mostTenants(), TENANTS);
    }

    RoundTrips count(Contestant contestant) {
        Conversation conversation = new Conversation();
        try (Closing closing = new Closing()) {
            TcpProxy proxy = closing.keep(TcpProxy.before(database.address(), () -> new CountingPassage(conversation)));
            RunningRival rival = closing.keep(
                    RunningRival.start(contestant, settings.jvmOptions(), 1, database.properties(proxy.port())));
            Load load = closing.keep(new Load(rival.port()));
            load.run(rival.requests(WARM_UP * TIMES * settings.countedRequests(), tenants));
            // Alternating, so that what disturbs one kind disturbs the other.
            List<Conversation.Counts> same = new ArrayList<>();
            List<Conversation.Counts> other = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                load.run(rival.requests(1, 1));
                same.add(count(conversation, load, rival, 1));
                other.add(count(conversation, load, rival, tenants));
            }
            return new RoundTrips(contestant.name(), perRequest(same), perRequest(other));
        }
    }

    private Conversation.Counts count(Conversation conversation, Load load, RunningRival rival, int tenants) {
        Conversation.Counts before = conversation.counts();
        load.run(rival.requests(settings.countedRequests(), tenants));
        return conversation.counts().since(before);
    }

    private RoundTrips.PerRequest perRequest(List<Conversation.Counts> counts) {
        return new RoundTrips.PerRequest(
                middle(counts, Conversation.Counts::statements),
                middle(counts, Conversation.Counts::roundTrips),
                middle(counts, Conversation.Counts::waitedNanos) / 1_000_000);
    }

    private double middle(List<Conversation.Counts> counts, ToDoubleFunction<Conversation.Counts> part) {
        double[] sorted = counts.stream().mapToDouble(part).sorted().toArray();
        return sorted[sorted.length / 2] / settings.countedRequests();
    }
}
