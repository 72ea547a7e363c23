package io.tenantschemas.sample;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Sends requests to hosts that no resolver has to know. */
final class SampleClient {

    private SampleClient() {}

    /** Returns a client for a host of the application that listens on a port of this machine. */
    static RestTestClient of(String host, int port) {
        return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
                .baseUrl("http://127.0.0.1:" + port)
                .defaultHeader(HttpHeaders.HOST, host + ":" + port)
                .build();
    }
}
