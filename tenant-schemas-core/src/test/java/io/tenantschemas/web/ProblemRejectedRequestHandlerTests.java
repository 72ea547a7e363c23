package io.tenantschemas.web;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.InvalidHostException;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ProblemRejectedRequestHandlerTests {

    private static final Rejection UNKNOWN = new Rejection.NoSuchTenant(Optional.empty());

    private static final Rejection NOT_LOOKED_UP =
            new Rejection.NotLookedUp(new TenantReference.ByHost(HostName.of("acme.example.com")));

    private final RejectedRequestHandler handler = new ProblemRejectedRequestHandler();

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");

    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void writesProblemDetails() throws Exception {
        JsonNode problem = problem(UNKNOWN);
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(problem.get("status").asInt()).isEqualTo(404);
        assertThat(problem.get("type").asString()).isEqualTo("urn:tenant-schemas:unknown-host");
        assertThat(problem.get("title").asString()).isEqualTo("Unknown host");
        assertThat(problem.get("detail").asString()).isNotBlank();
    }

    @Test
    void isNotToBeStored() throws Exception {
        handler.handle(request, response, UNKNOWN);
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(response.getHeader("Vary")).isEqualTo("Accept");
    }

    @Test
    void quotesAMalformedHostInJson() throws Exception {
        JsonNode problem = problem(malformed("a\"b\r\n<script>"));
        assertThat(problem.get("status").asInt()).isEqualTo(400);
        assertThat(problem.get("type").asString()).isEqualTo("urn:tenant-schemas:malformed-host");
        assertThat(problem.get("detail").asString()).startsWith("'a\"b??<script>' cannot be the name of a host.");
    }

    @Test
    void escapesAMalformedHostInThePage() throws Exception {
        request.addHeader("Accept", "text/html");
        handler.handle(request, response, malformed("<script>alert(1)</script>"));
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentAsString())
                .contains("&lt;script&gt;alert(1)")
                .doesNotContain("<script>");
    }

    @ParameterizedTest
    @CsvSource({
        "SUSPENDED, 403, urn:tenant-schemas:suspended",
        "MAINTENANCE, 503, urn:tenant-schemas:out-of-service",
        "FAILED, 503, urn:tenant-schemas:out-of-service"
    })
    void tellsASuspendedTenantFromOneThatIsOutOfService(TenantStatus status, int expected, String type)
            throws Exception {
        JsonNode problem =
                problem(new Rejection.OutOfService(FakeTenants.tenant(1, "acme", status, "acme.example.com")));
        assertThat(response.getStatus()).isEqualTo(expected);
        assertThat(problem.get("type").asString()).isEqualTo(type);
    }

    @Test
    void tellsWhenToComeBackForWhatCannotBeLookedUp() throws Exception {
        JsonNode problem = problem(NOT_LOOKED_UP);
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("1");
        assertThat(problem.get("type").asString()).isEqualTo("urn:tenant-schemas:busy");
    }

    @Test
    void tellsABrowserWhenToComeBack() throws Exception {
        request.addHeader("Accept", "text/html");
        handler.handle(request, response, NOT_LOOKED_UP);
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("1");
        assertThat(response.getContentAsString()).contains("<title>Busy</title>");
    }

    @Test
    void tellsABrowserOfATenantThatIsBeingUpdatedWhenToComeBack() throws Exception {
        request.addHeader("Accept", "text/html");
        handler.handle(request, response, new Rejection.BeingUpdated(FakeTenants.ACME));
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("5");
        assertThat(response.getContentType()).startsWith("text/html");
        assertThat(response.getContentAsString())
                .contains("<title>Being updated</title>")
                .doesNotContain("acme");
    }

    @Test
    void namesNoTimeForWhatIsUnknown() throws Exception {
        handler.handle(request, response, UNKNOWN);
        assertThat(response.getHeader("Retry-After")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | text/html;charset=UTF-8",
                "text/html, */* | text/html;charset=UTF-8",
                "application/json;q=0.5, text/html | text/html;charset=UTF-8",
                "*/* | application/problem+json",
                "application/json, text/html;q=0.9 | application/problem+json",
                "text/html;q=0, */* | application/problem+json",
                "image/png | application/problem+json",
                "a malformed header | application/problem+json"
            })
    void givesThePageToThoseWhoPreferHtml(String accept, String contentType) throws Exception {
        request.addHeader("Accept", accept);
        handler.handle(request, response, UNKNOWN);
        assertThat(response.getContentType()).isEqualTo(contentType);
    }

    @Test
    void writesACompletePage() throws Exception {
        request.addHeader("Accept", "text/html");
        handler.handle(request, response, UNKNOWN);
        assertThat(response.getContentAsString())
                .startsWith("<!DOCTYPE html>")
                .contains("<title>Unknown host</title>")
                .doesNotContain("%1$s");
        assertThat(response.isCommitted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"text/html, text/html;charset=UTF-8", "*/*, application/problem+json"})
    void givesNoBodyToHead(String accept, String contentType) throws Exception {
        request.setMethod("HEAD");
        request.addHeader("Accept", accept);
        handler.handle(request, response, UNKNOWN);
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getContentType()).isEqualTo(contentType);
        assertThat(response.getContentAsByteArray()).isEmpty();
    }

    private JsonNode problem(Rejection rejection) throws Exception {
        handler.handle(request, response, rejection);
        return JsonMapper.shared().readTree(response.getContentAsString());
    }

    private static Rejection malformed(String host) {
        InvalidHostException cause = catchThrowableOfType(InvalidHostException.class, () -> HostName.of(host));
        return new Rejection.Malformed(cause);
    }
}
