package io.tenantschemas.benchmarks.measure;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ContestantTests {

    @Test
    void passesOnAStrategy() {
        Contestant contestant = Contestant.library("qualified");
        assertThat(contestant.name()).isEqualTo("qualified");
        assertThat(contestant.properties()).containsExactly("tenant-schemas.routing.strategy=qualified");
    }

    @Test
    void passesOnPropertiesUnderAName() {
        Contestant contestant = Contestant.library("small:a.b=1,c.d=2");
        assertThat(contestant.name()).isEqualTo("small");
        assertThat(contestant.properties()).containsExactly("a.b=1", "c.d=2");
    }

    @Test
    void needsRolesOnlyForTheStrategyThatSwitchesThem() {
        assertThat(Contestant.library("role").needsRoles()).isTrue();
        assertThat(Contestant.library("auto").needsRoles()).isFalse();
    }

    @Test
    void takesOnePropertyMore() {
        assertThat(Contestant.library("auto").with("other", "a.b=1").properties())
                .containsExactly("tenant-schemas.routing.strategy=auto", "a.b=1");
    }
}
