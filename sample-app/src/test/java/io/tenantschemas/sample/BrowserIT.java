package io.tenantschemas.sample;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

/** The pages in a real browser. */
class BrowserIT extends RunningSample {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path profile;

    private WebDriver browser;

    @SuppressWarnings("NullAway.Init") // The browser is there before each test.
    BrowserIT(@TempDir Path profile) {
        this.profile = profile;
    }

    @BeforeEach
    void openBrowser() {
        File binary = find("chromium", "chromium-browser", "google-chrome");
        File driver = find("chromedriver");
        ChromeOptions options = new ChromeOptions()
                .setBinary(binary)
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--window-size=1280,1000",
                        "--user-data-dir=" + profile);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver)
                        .usingAnyFreePort()
                        .build(),
                options);
    }

    private static File find(String... names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> Stream.of(names).map(name -> new File(directory, name)))
                .filter(File::canExecute)
                .findFirst()
                .orElseGet(() -> missing(names[0]));
    }

    private static File missing(String name) {
        String reason =
                "There is no '%s' on the PATH. Install it to run the tests of the pages, on Debian with 'apt-get install chromium chromium-driver'."
                        .formatted(name);
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(reason);
        }
        return abort(reason);
    }

    @AfterEach
    void closeBrowser() {
        if (browser != null) { // None, if there is none on this machine.
            browser.quit();
        }
    }

    @Test
    void aVisitorSignsUpAndSellsInTheNewShop() {
        browser.get("http://localhost:%d/".formatted(port()));
        fill("name", "Cheese & More");
        fill("schemaName", "cheese");
        fill("domain", "cheese.localhost");
        submit();

        assertThat(text(".notice")).isEqualTo("Cheese & More is open at cheese.localhost.");
        follow(browser.findElement(By.id("opened")));

        assertThat(browser.getCurrentUrl()).isEqualTo("http://cheese.localhost:%d/".formatted(port()));
        assertThat(text("h1")).isEqualTo("Cheese & More");
        fill("name", "Brie");
        fill("price", "4.50");
        submit("#add");
        fill("quantity", "2");
        submit("#order");

        assertThat(text("#products tbody")).isEqualTo("Brie 4.50");
        assertThat(text("#orders tbody")).isEqualTo("1 Brie 2 9.00");
        get("cheese.localhost", "/api/orders").expectBody().json("""
                [{"id": 1, "productId": 1, "quantity": 2}]
                """);
        get("acme.localhost", "/api/orders").expectBody().json("[]");
    }

    @Test
    void showsWhatIsWrongBesideTheFieldAndKeepsWhatWasEntered() {
        browser.get("http://localhost:%d/".formatted(port()));
        fill("name", "Cheese");
        fill("schemaName", "pg_cheese");
        fill("domain", "cheese shop");
        submit();

        assertThat(text("#schemaName-help .error")).contains("reserved");
        assertThat(text("#domain-help .error")).contains("host");
        assertThat(browser.findElements(By.cssSelector("#name-help .error"))).isEmpty();
        assertThat(value("name")).isEqualTo("Cheese");
        assertThat(value("schemaName")).isEqualTo("pg_cheese");
        assertThat(value("domain")).isEqualTo("cheese shop");
    }

    @Test
    void saysThatANameIsTaken() {
        browser.get("http://localhost:%d/".formatted(port()));
        fill("name", "Acme");
        fill("schemaName", "acme");
        fill("domain", "acme2.localhost");
        submit();

        assertThat(text("#schemaName-help .error")).contains("taken");
    }

    private void fill(String field, String value) {
        WebElement input = browser.findElement(By.id(field));
        input.clear();
        input.sendKeys(value);
    }

    private void submit() {
        submit("form");
    }

    private void submit(String form) {
        follow(browser.findElement(By.cssSelector(form + " button")));
    }

    /** Clicks and waits for the next page, because a click returns before a slow server has answered. */
    private void follow(WebElement element) {
        WebElement page = browser.findElement(By.tagName("html"));
        element.click();
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> isGone(page) && isLoaded());
    }

    private static boolean isGone(WebElement page) {
        try {
            page.isEnabled();
            return false;
        } catch (StaleElementReferenceException gone) {
            return true;
        }
    }

    private boolean isLoaded() {
        return "complete".equals(((JavascriptExecutor) browser).executeScript("return document.readyState"));
    }

    private String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private String value(String field) {
        return String.valueOf(browser.findElement(By.id(field)).getDomProperty("value"));
    }
}
