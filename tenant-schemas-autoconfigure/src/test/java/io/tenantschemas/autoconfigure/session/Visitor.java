package io.tenantschemas.autoconfigure.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tenantschemas.autoconfigure.web.RawHttp;
import io.tenantschemas.autoconfigure.web.RawHttp.Response;

/** Somebody with a browser, whose one cookie may be taken to any host. */
final class Visitor {

    private static final Pattern COOKIE = Pattern.compile("(?im)^Set-Cookie: ((?:JSESSIONID|SESSION)=[^;\\s]+)");

    private final RawHttp http;

    private final String host;

    private String cookie = "none=0";

    Visitor(RawHttp http, String host) {
        this.http = http;
        this.host = host;
    }

    /** Returns somebody at another host with the same cookie. */
    Visitor at(String otherHost) {
        return withSameCookie(http, otherHost);
    }

    /** Returns somebody at the same host of another server, with the same cookie. */
    Visitor through(RawHttp otherServer) {
        return withSameCookie(otherServer, host);
    }

    private Visitor withSameCookie(RawHttp otherServer, String otherHost) {
        Visitor other = new Visitor(otherServer, otherHost);
        other.cookie = cookie;
        return other;
    }

    Visitor logIn(String user, String password) {
        post("/login?username=%s&password=%s".formatted(user, password));
        return this;
    }

    Response get(String path) {
        return sent("GET", path);
    }

    Response post(String path) {
        return sent("POST", path);
    }

    private Response sent(String method, String path) {
        Response response = http.request(method, host, path, "Cookie: " + cookie, "Content-Length: 0");
        Matcher found = COOKIE.matcher(response.headers());
        if (found.find()) {
            cookie = found.group(1);
        }
        return response;
    }

    /** Returns who is logged in, as the application sees it. */
    String who() {
        Response response = get("/who");
        return response.status() == 200 ? response.body() : "nobody";
    }

    String basket() {
        return get("/basket").body();
    }

    String cookie() {
        return cookie;
    }
}
