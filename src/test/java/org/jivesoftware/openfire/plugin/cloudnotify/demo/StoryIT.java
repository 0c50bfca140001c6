package org.jivesoftware.openfire.plugin.cloudnotify.demo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.junit.jupiter.api.Test;

/** The demo's story, told to nobody. */
class StoryIT {

    private static int status(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.discarding())
            .statusCode();
    }

    @Test
    void aliceIsWokenAndComesBack() throws IOException, InterruptedException {
        var told = new ByteArrayOutputStream();
        try (TestServer server = TestServer.start(Demo.config("story"))) {
            Story story = new Story(server, new Narrator(new PrintStream(told, true, StandardCharsets.UTF_8)));
            assertTrue(story.play(), told::toString);
            story.showAccounts();
            String text = told.toString(StandardCharsets.UTF_8);
            assertTrue(text.contains("It can do push notifications"), text);
            assertTrue(text.contains("group chat"), text);
            assertTrue(text.contains("End of the story."), text);
            assertTrue(text.contains("user keeper, password keeper-demo"), text);
            Matcher console = Pattern.compile("Console +(http://\\S+)").matcher(text);
            assertTrue(console.find(), text);
            assertTrue(status(console.group(1)) / 100 == 3, "The console asks to log in: " + console.group(1));
            assertTrue(server.control().properties().get("admin.authorizedJIDs").startsWith("keeper@"), "who may log in");
        }
    }
}
