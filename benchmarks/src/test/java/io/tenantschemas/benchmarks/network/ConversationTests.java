package io.tenantschemas.benchmarks.network;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConversationTests {

    private final Conversation conversation = new Conversation();

    @Test
    void countsStatementsThatAreSentTogetherAsOneRoundTrip() {
        say("PBEPBDES");
        assertThat(conversation.counts().statements()).isEqualTo(2);
        assertThat(conversation.counts().roundTrips()).isEqualTo(1);
    }

    @Test
    void countsASimpleQuery() {
        say("Q");
        assertThat(conversation.counts().statements()).isEqualTo(1);
        assertThat(conversation.counts().roundTrips()).isEqualTo(1);
    }

    @Test
    void measuresHowLongTheApplicationWaits() throws InterruptedException {
        say("Q");
        conversation.answer('T');
        assertThat(conversation.counts().waitedNanos()).isZero();
        Thread.sleep(5);
        conversation.answer('Z');
        assertThat(conversation.counts().waitedNanos()).isGreaterThanOrEqualTo(5_000_000);
    }

    @Test
    void doesNotTakeTheGreetingOfAConnectionForAnAnswer() {
        conversation.answer('Z');
        assertThat(conversation.counts().waitedNanos()).isZero();
    }

    @Test
    void tellsWhatCameSince() {
        say("Q");
        Conversation.Counts before = conversation.counts();
        say("PBES");
        assertThat(conversation.counts().since(before).statements()).isEqualTo(1);
        assertThat(conversation.counts().since(before).roundTrips()).isEqualTo(1);
    }

    private void say(String types) {
        types.chars().forEach(conversation::request);
    }
}
