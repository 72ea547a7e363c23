package io.tenantschemas.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TenantChangePublisherTests {

    private final List<TenantChange> heard = new ArrayList<>();

    @Test
    void tellsTheOthersWhenOneFails() {
        TenantChangeListener failing = change -> {
            throw new IllegalStateException("full");
        };
        new TenantChangePublisher(() -> Stream.of(failing, heard::add)).publish(new TenantChange.Everything());
        assertThat(heard).containsExactly(new TenantChange.Everything());
    }
}
