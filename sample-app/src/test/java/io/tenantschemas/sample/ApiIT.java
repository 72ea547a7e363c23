package io.tenantschemas.sample;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/** What the API answers, and on which hosts. */
class ApiIT extends RunningSample {

    private final JdbcClient jdbc;

    ApiIT(@Autowired JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Test
    void demoShopsSellDifferentProducts() {
        expectProducts("acme.localhost", "Anvil", "Rocket skates", "Bird seed");
        expectProducts("globex.localhost", "Hammock", "Weather machine");
    }

    private void expectProducts(String host, String... names) {
        get(host, "/api/products")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[*].name")
                .isEqualTo(List.of(names));
    }

    @Test
    void listsTheShopsOnTheMainSite() {
        get("localhost", "/api/shops")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[?(@.schemaName == 'acme')].name")
                .isEqualTo("Acme")
                .jsonPath("$[?(@.schemaName == 'acme')].domain")
                .isEqualTo("acme.localhost")
                .jsonPath("$[?(@.schemaName == 'acme')].url")
                .isEqualTo("http://acme.localhost:%d/".formatted(port()));
    }

    @Test
    void aNewShopAnswersAtOnce() {
        // Asked before, so that the answer has to be forgotten.
        get("bakery.localhost", "/api/products").expectStatus().isNotFound();

        signUp("bakery", "Bakery.localhost")
                .expectStatus()
                .isCreated()
                .expectHeader()
                .location("http://bakery.localhost:%d/".formatted(port()));

        get("bakery.localhost", "/api/products")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("[]");
        get("bakery.localhost", "/api/shop")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("Shop bakery")
                .jsonPath("$.schemaName")
                .isEqualTo("bakery");
    }

    @Test
    void productsAndOrdersStayInTheirShop() {
        signUp("florist", "florist.localhost").expectStatus().isCreated();
        signUp("grocer", "grocer.localhost").expectStatus().isCreated();

        post("florist.localhost", "/api/products", """
                {"name": "Tulip", "price": 2.5}
                """)
                .expectStatus()
                .isCreated()
                .expectBody()
                .json("""
                {"id": 1, "name": "Tulip", "price": 2.50}
                """);
        post("florist.localhost", "/api/orders", """
                {"productId": 1, "quantity": 12}
                """)
                .expectStatus()
                .isCreated()
                .expectBody()
                .json("""
                {"id": 1, "productId": 1, "quantity": 12}
                """);

        get("florist.localhost", "/api/orders").expectBody().json("""
                [{"id": 1, "productId": 1, "quantity": 12}]
                """);
        get("grocer.localhost", "/api/products").expectBody().json("[]");
        get("grocer.localhost", "/api/orders").expectBody().json("[]");
    }

    @Test
    void aShopMaySellTwoProductsOfOneName() {
        signUp("twins", "twins.localhost").expectStatus().isCreated();
        String product = """
                {"name": "Tulip", "price": 2.50}
                """;

        post("twins.localhost", "/api/products", product).expectStatus().isCreated();
        post("twins.localhost", "/api/products", product).expectStatus().isCreated();

        expectProducts("twins.localhost", "Tulip", "Tulip");
    }

    @ParameterizedTest
    @CsvSource({
        "acme, elsewhere.localhost, schemaName",
        "elsewhere, acme.localhost, domain",
        "elsewhere, ACME.localhost, domain",
        // There without a shop, so that only making the schema finds out.
        "left_over, elsewhere.localhost, schemaName"
    })
    void refusesWhatIsTakenAndChangesNothing(String schemaName, String domain, String field) {
        jdbc.sql("CREATE SCHEMA IF NOT EXISTS left_over").update();

        expectProblem(signUp(schemaName, domain), HttpStatus.CONFLICT, field);

        get("elsewhere.localhost", "/api/shop").expectStatus().isNotFound();
        expectProducts("acme.localhost", "Anvil", "Rocket skates", "Bird seed");
    }

    @ParameterizedTest
    @CsvSource({
        "public, x.localhost, schemaName",
        "pg_x, x.localhost, schemaName",
        "information_schema, x.localhost, schemaName",
        "Upper, x.localhost, schemaName",
        "a234567890123456789012345678901234567890123456789012345678901234, x.localhost, schemaName",
        "x, a b, domain",
        "x, localhost, domain",
        "x, x.localhost:8080, domain"
    })
    void refusesMalformedAndReservedNames(String schemaName, String domain, String field) {
        expectProblem(signUp(schemaName, domain), HttpStatus.BAD_REQUEST, field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/products | {'name': ' ', 'price': 1} | name",
                "/api/products | {'name': 'Tulip'} | price",
                "/api/products | {'name': 'Tulip', 'price': -0.01} | price",
                "/api/products | {'name': 'Tulip', 'price': 0.001} | price",
                "/api/products | {'name': 'Tulip', 'price': 'cheap'} | price",
                "/api/products | {'name': 'Tulip', 'prize': 1} | prize",
                "/api/orders | {'productId': 77, 'quantity': 1} | productId",
                "/api/orders | {'productId': 1, 'quantity': 0} | quantity",
                "/api/orders | {'productId': 1, 'quantity': 1.5} | quantity",
                "/api/orders | {'quantity': 1} | productId",
            },
            quoteCharacter = '"')
    void namesTheFieldThatIsWrong(String path, String json, String field) {
        expectProblem(post("acme.localhost", path, json.replace('\'', '"')), HttpStatus.BAD_REQUEST, field);
    }

    private static void expectProblem(ResponseSpec response, HttpStatus status, String field) {
        response.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors.length()")
                .isEqualTo(1)
                .jsonPath("$.errors[0].field")
                .isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "no JSON"})
    void refusesWhatIsNoJsonObject(String body) {
        post("localhost", "/api/shops", body)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @ParameterizedTest
    @CsvSource({
        "nobody.localhost, /api/products",
        "localhost, /api/products",
        "localhost, /api/shop",
        "acme.localhost, /api/shops"
    })
    void servesEachPathOnItsSiteOnly(String host, String path) {
        get(host, path).expectStatus().isNotFound().expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void theFrontPageIsAnotherOnEachSite() {
        get("localhost", "/")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("Open a shop", "http://acme.localhost:" + port()));
        get("acme.localhost", "/")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("Rocket skates").doesNotContain("Open a shop", "Hammock"));
    }

    @Test
    void showsBrowsersAPageForWhatDoesNotExist() {
        on("acme.localhost")
                .get()
                .uri("/nothing")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_HTML);
    }
}
