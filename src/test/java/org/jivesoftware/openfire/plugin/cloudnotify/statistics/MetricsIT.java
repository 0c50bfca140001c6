package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.Test;

/** The figures over HTTP, behind Openfire's own login filter. */
class MetricsIT {

    private static final String TOKEN = "0123456789abcdef";

    private final HttpClient http = HttpClient.newHttpClient();
    private URI address;

    @Test
    void showsFiguresToWhoKnowsTheToken() throws Exception {
        try (TestServer server = TestServer.start(ServerConfig.usual().named("metrics").withConsole());
                Scenario scenario = new Scenario(server)) {
            address = URI.create(server.console() + "/plugins/cloudnotify/metrics.jsp");
            assertEquals(404, get("Bearer " + TOKEN).statusCode(), "Off");
            scenario.property("cloudnotify.metrics", "true");
            assertEquals(404, get("Bearer ").statusCode(), "No token is set");
            scenario.property("cloudnotify.metrics-token", "short");
            assertEquals(404, get("Bearer short").statusCode(), "The token is too short");
            scenario.property("cloudnotify.metrics-token", TOKEN);
            assertEquals(401, get(null).statusCode());
            assertEquals(401, get("Bearer 0123456789abcdee").statusCode());
            assertEquals(401, get("Basic " + TOKEN).statusCode());

            PushService service = scenario.pushService("push");
            TestUser alice = scenario.user("alice");
            RawClient phone = scenario.raw(alice, "phone");
            phone.enablePush(service.jid(), "node-1");
            scenario.leave(phone);
            scenario.raw(scenario.user("bob"), "pc").chat(alice.jid(), "Hello");
            service.awaitPush();
            scenario.await("the answer is counted", () -> body().contains("cloudnotify_answer_duration_seconds_count 1\n"));

            HttpResponse<String> response = get("bearer " + TOKEN);
            assertEquals(200, response.statusCode());
            assertEquals("text/plain; version=0.0.4; charset=utf-8", response.headers().firstValue("Content-Type").orElseThrow()
                .toLowerCase().replace(";charset", "; charset"));
            String text = response.body();
            assertTrue(text.contains("\ncloudnotify_registrations 1\n"), text);
            assertTrue(text.contains("\ncloudnotify_pushes_total 1\n"), text);
            assertTrue(text.contains("\ncloudnotify_push_errors_total 0\n"), text);
            assertFalse(text.contains("alice") || text.contains("push-"), text);

            int before = server.control().plugins().registrations().get("statistics");
            scenario.property("cloudnotify.metrics", "false");
            assertEquals(404, get("Bearer " + TOKEN).statusCode(), "Off again, at once");
            server.control().plugins().unload("cloudnotify");
            assertEquals(before - 5, server.control().plugins().registrations().get("statistics"));
        }
    }

    private String body() {
        try {
            return get("Bearer " + TOKEN).body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
