package io.tenantschemas.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

import org.junit.jupiter.api.Test;
import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;

class TenantKeyTests {

    @Test
    void isEqualOnlyToTheSameKeyOfTheSameTenant() {
        assertThat(new TenantKey("1", "key"))
                .isEqualTo(new TenantKey("1", "key"))
                .hasSameHashCodeAs(new TenantKey("1", "key"))
                .isNotEqualTo(new TenantKey("2", "key"))
                .isNotEqualTo(new TenantKey("1", "other"))
                .isNotEqualTo("key");
    }

    @Test
    void hasATextThatNoOtherKeyHas() {
        assertThat(new TenantKey("1", "key")).hasToString("tenant:1:key");
        assertThat(new TenantKey("1", "2:key")).hasToString("tenant:1:2:key");
        assertThat(new TenantKey("12", "key").toString()).doesNotStartWith(TenantKey.prefixOf("1"));
    }

    @Test
    void canBeSerialized() throws Exception {
        TenantKey key = new TenantKey("1", new SimpleKey("a", 1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(key);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(key).hasSameHashCodeAs(key);
        }
    }

    @Test
    void knowsWhoseItIs() {
        assertThat(TenantKey.isOf("1", new TenantKey("1", "key"))).isTrue();
        assertThat(TenantKey.isOf("1", new TenantKey("12", "key"))).isFalse();
        assertThat(TenantKey.isOf("1", "tenant:1:key")).isFalse();
    }
}
