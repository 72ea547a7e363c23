package io.tenantschemas.migrate.flyway;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessagesTests {

    private static final String HALF = "x".repeat(Messages.LONGEST / 2);

    @Test
    void putsTogetherWhatFits() {
        assertThat(Messages.of(List.of("a", "b"))).containsExactly("a" + MigrationSql.NEXT + "b");
        assertThat(Messages.of(List.of(HALF, "a", HALF, "b")))
                .containsExactly(HALF + MigrationSql.NEXT + "a", HALF + MigrationSql.NEXT + "b");
    }

    @Test
    void leavesWholeWhatIsLonger() {
        assertThat(Messages.of(List.of("a", HALF + HALF + HALF, "b"))).containsExactly("a", HALF + HALF + HALF, "b");
    }

    @Test
    void sendsNothingForNothing() {
        assertThat(Messages.of(List.of())).isEmpty();
    }
}
