package io.tenantschemas.testdatabase;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedServerTests {

    @Test
    void isFastUnlessToldOtherwise() {
        assertThat(EmbeddedServer.settings(Optional.empty())).isEqualTo(ServerProcess.FAST);
    }

    @Test
    void takesFurtherSettingsLastSoThatTheyWin() {
        assertThat(EmbeddedServer.settings(Optional.of("shared_buffers=1GB, fsync=on")))
                .startsWith("fsync=off")
                .endsWith("shared_buffers=1GB", "fsync=on");
    }
}
