package io.tenantschemas.sample;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/** The application on an empty database, and requests to its hosts. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class RunningSample {

    @LocalServerPort
    private int port;

    // Dropped when the JVM ends: the application that uses it is kept for other test classes.
    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        TestDatabase database = PostgresServer.forTests().createDatabase();
        registry.add("spring.datasource.url", database::url);
        registry.add("spring.datasource.username", database::username);
        registry.add("spring.datasource.password", database::password);
    }

    final int port() {
        return port;
    }

    final RestTestClient on(String host) {
        return SampleClient.of(host, port);
    }

    final ResponseSpec get(String host, String path) {
        return on(host).get().uri(path).exchange();
    }

    final ResponseSpec post(String host, String path, String json) {
        return on(host).post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(json)
                .exchange();
    }

    final ResponseSpec signUp(String schemaName, String domain) {
        return post("localhost", "/api/shops", """
                {"name": "Shop %1$s", "schemaName": "%1$s", "domain": "%2$s"}
                """.formatted(schemaName, domain));
    }
}
