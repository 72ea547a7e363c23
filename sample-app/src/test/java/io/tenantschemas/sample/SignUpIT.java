package io.tenantschemas.sample;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.provision.TenantInitializer;

import static org.assertj.core.api.Assertions.assertThat;

/** Sign-ups that meet each other, or fail half-way. */
class SignUpIT extends RunningSample {

    private final JdbcClient jdbc;

    SignUpIT(@Autowired JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @RepeatedTest(3)
    void oneOfTwoSignUpsForANameWins(RepetitionInfo repetition) {
        String name = "contested" + repetition.getCurrentRepetition();
        CyclicBarrier start = new CyclicBarrier(2);

        List<Integer> answers = Stream.of(".localhost", ".example.com")
                .map(suffix -> CompletableFuture.supplyAsync(() -> signUpAfter(start, name, name + suffix)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).containsExactlyInAnyOrder(201, 409);
        assertThat(rowsOf(name)).isEqualTo(1);
    }

    private int signUpAfter(CyclicBarrier start, String schemaName, String domain) {
        try {
            start.await();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
        return signUp(schemaName, domain).returnResult(String.class).getStatus().value();
    }

    @Test
    void anInitializerThatFailsLeavesNeitherRowNorSchema() {
        signUp("doomed", "doomed.localhost").expectStatus().is5xxServerError();

        assertThat(rowsOf("doomed")).isZero();
        assertThat(schemasOf("doomed")).isZero();
        get("doomed.localhost", "/api/shop").expectStatus().isNotFound();
    }

    private long rowsOf(String schemaName) {
        return jdbc.sql("SELECT count(*) FROM shops WHERE schema_name = ?")
                .param(schemaName)
                .query(Long.class)
                .single();
    }

    private long schemasOf(String schemaName) {
        return jdbc.sql("SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = ?")
                .param(schemaName)
                .query(Long.class)
                .single();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Doom {

        // Last: all that comes before it has happened by then.
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        TenantInitializer doom() {
            return shop -> {
                if (shop.schema().value().equals("doomed")) {
                    throw new IllegalStateException("'doomed' is meant to fail");
                }
            };
        }
    }
}
