package io.tenantschemas.web;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.InvalidHostException;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
        "PROVISIONING, 503, 5, being-set-up, Being set up",
        "SUSPENDED, 403, , suspended, Suspended",
        "MAINTENANCE, 503, 60, maintenance, Maintenance",
        "FAILED, 503, , set-up-failed, Set-up failed",
        "DELETING, 404, , deleted, Deleted",
        // Nobody but an application of its own mind says so of a tenant in service.
        "ACTIVE, 503, , out-of-service, Out of service"
    })
    void tellsTheStatusesOfTenantsApart(
            TenantStatus status, int expected, @Nullable String retryAfter, String type, String title)
            throws Exception {
        JsonNode problem = problem(outOfService(status));
        assertThat(response.getStatus()).isEqualTo(expected);
        assertThat(response.getHeader("Retry-After")).isEqualTo(retryAfter);
        assertThat(problem.get("status").asInt()).isEqualTo(expected);
        assertThat(problem.get("type").asString()).isEqualTo("urn:tenant-schemas:" + type);
        assertThat(problem.get("title").asString()).isEqualTo(title);
        assertThat(problem.get("detail").asString()).isNotBlank().doesNotContain("acme");

        MockHttpServletResponse page = new MockHttpServletResponse();
        request.addHeader("Accept", "text/html");
        handler.handle(request, page, outOfService(status));
        assertThat(page.getStatus()).isEqualTo(expected);
        assertThat(page.getHeader("Retry-After")).isEqualTo(retryAfter);
        assertThat(page.getContentAsString())
                .contains(
                        "<title>%s</title>".formatted(title),
                        problem.get("detail").asString());
    }

    private static Rejection outOfService(TenantStatus status) {
        return new Rejection.OutOfService(FakeTenants.tenant(1, "acme", status, "acme.example.com"));
    }

    @Test
    void saysThatATenantIsNotSetUp() throws Exception {
        JsonNode problem = problem(new Rejection.NotSetUp(FakeTenants.ACME));
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("60");
        assertThat(problem.get("type").asString()).isEqualTo("urn:tenant-schemas:not-set-up");
        assertThat(problem.get("detail").asString()).doesNotContain("acme");
    }

    private static final String OWN_PAGE = "<!DOCTYPE html><title>%1$s Müller & Söhne</title>";

    private static final RejectedRequestHandler OWN = new ProblemRejectedRequestHandler(RejectionAnswers.standard()
            .with(
                    TenantStatus.SUSPENDED,
                    answer -> answer.withStatus(HttpStatus.SERVICE_UNAVAILABLE)
                            .withRetryAfter(Duration.ofMillis(1500))
                            .withText("Gesperrt", "Diese Seite ist gesperrt.")
                            .withPage(OWN_PAGE))
            .withNotSetUp(answer -> answer.withRetryAfter(null)));

    @Test
    void sendsAPageOfTheApplicationsOwnAsItIs() throws Exception {
        request.addHeader("Accept", "text/html");
        OWN.handle(request, response, outOfService(TenantStatus.SUSPENDED));
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentType()).isEqualTo("text/html;charset=UTF-8");
        assertThat(response.getContentAsString()).isEqualTo(OWN_PAGE);
        assertThat(response.getHeader("Retry-After")).isEqualTo("2");
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(response.getHeader("Vary")).isEqualTo("Accept");
        assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.getHeader("Content-Security-Policy")).isNull();
    }

    @Test
    void sendsNoPageOfTheApplicationsOwnToHead() throws Exception {
        request.setMethod("HEAD");
        request.addHeader("Accept", "text/html");
        OWN.handle(request, response, outOfService(TenantStatus.SUSPENDED));
        assertThat(response.getContentType()).isEqualTo("text/html;charset=UTF-8");
        assertThat(response.getContentAsByteArray()).isEmpty();
    }

    @Test
    void writesProblemDetailsInTheApplicationsOwnWords() throws Exception {
        OWN.handle(request, response, outOfService(TenantStatus.SUSPENDED));
        JsonNode problem = JsonMapper.shared().readTree(response.getContentAsByteArray());
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(problem.get("status").asInt()).isEqualTo(503);
        assertThat(problem.get("type").asString()).isEqualTo("urn:tenant-schemas:suspended");
        assertThat(problem.get("title").asString()).isEqualTo("Gesperrt");
        assertThat(problem.get("detail").asString()).isEqualTo("Diese Seite ist gesperrt.");
    }

    @Test
    void leavesTheOtherStatusesAsTheyAre() throws Exception {
        OWN.handle(request, response, outOfService(TenantStatus.FAILED));
        assertThat(response.getContentAsString()).contains("urn:tenant-schemas:set-up-failed");
        MockHttpServletResponse notSetUp = new MockHttpServletResponse();
        OWN.handle(request, notSetUp, new Rejection.NotSetUp(FakeTenants.ACME));
        assertThat(notSetUp.getHeader("Retry-After")).isNull();
    }

    @Test
    void refusesAnAnswerThatRefusesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RejectionAnswers.standard()
                        .with(TenantStatus.SUSPENDED, answer -> answer.withStatus(HttpStatus.OK)))
                .withMessageContaining("'status'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RejectionAnswers.standard()
                        .with(TenantStatus.SUSPENDED, answer -> answer.withRetryAfter(Duration.ZERO)))
                .withMessageContaining("'retryAfter'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RejectionAnswers.standard().with(TenantStatus.ACTIVE, answer -> answer));
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
