package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.DatabaseCommands;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;

/**
 * How long an administrator waits for each page of the console: with very many registrations at many services, some disabled, failing,
 * locked or not allowed, and the activity full. The table is on the disk, as in {@link TableMode}.
 */
final class PagesMode {
    private static final String KEEPER = "keeper";
    private static final int TIMES = 5;
    private static final int BATCH = 50;
    private static final long PAUSE_MILLIS = 50;
    /** Of the rows of a service. */
    private static final String ONE_IN_A_HUNDRED = "MOD(CAST(SUBSTRING(username FROM 2) AS INTEGER), 100) = ";

    private final Options options;
    private final Report report = new Report("The console's pages");
    private final HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).followRedirects(Redirect.ALWAYS).build();

    PagesMode(Options options) {
        this.options = options;
    }

    void run() throws IOException, InterruptedException {
        int rows = options.number("rows", 1_000_000);
        int services = options.number("services", 300);
        int lines = options.number("lines", 5_000);
        try (World world = new World(options.with("heap", "2g"), config -> config.withConsole()
            .property("cloudnotify.max-pushes-per-minute", "0").property("admin.authorizedJIDs", KEEPER + "@" + config.domain()))) {
            world.control().users().create(KEEPER, World.PASSWORD);
            fill(world, rows, services);
            String user = talk(world, lines);
            world.control().properties().set("cloudnotify.services.denied", "push1." + world.server.domain());
            login(world);
            for (String page : pages(user)) {
                time(world, page);
            }
            report.remark(rows + " registrations at " + services + " services, " + lines + " messages to the user.");
        }
        report.write(options.folder(), "pages");
    }

    private static void fill(World world, int rows, int services) {
        DatabaseCommands database = world.control().database();
        for (String setting : List.of("LOG FALSE", "CACHE ROWS 1200000", "CACHE SIZE 3000000")) {
            database.update("SET FILES " + setting);
        }
        database.update("SET TABLE ofCloudNotify TYPE CACHED");
        int each = Math.max(1, rows / services);
        for (int service = 0; service < services; service++) {
            int first = service * each;
            String[] names = new String[each];
            Arrays.setAll(names, i -> "m%07d".formatted(first + i));
            world.register("push" + service, names);
        }
        database.update("UPDATE ofCloudNotify SET disabledDate = '001764000000000', errorCount = 16, lastError = 'forbidden' WHERE "
            + ONE_IN_A_HUNDRED + "0");
        database.update("UPDATE ofCloudNotify SET errorCount = 3, lastError = 'item-not-found' WHERE " + ONE_IN_A_HUNDRED + "1");
        database.update("UPDATE ofCloudNotify SET lastPushDate = creationDate WHERE " + ONE_IN_A_HUNDRED + "2");
        database.update("INSERT INTO ofUserFlag (username, name) VALUES ('m0000007', 'lockout')");
        for (String setting : List.of("CACHE ROWS 50000", "CACHE SIZE 10000", "LOG TRUE")) {
            database.update("SET FILES " + setting);
        }
        database.update("CHECKPOINT");
    }

    /** Fills the activity: one user is away and is written to. */
    private static String talk(World world, int lines) {
        Scenario scenario = new Scenario(world.server);
        PushService service = scenario.pushService("push");
        TestUser alice = scenario.user("alice");
        XmppClient phone = scenario.raw(alice, "phone");
        phone.enablePush(service.jid(), "node");
        scenario.leave(phone);
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        for (int i = 0; i < lines; i++) {
            // Some are refused.
            service.answer(i % BATCH == 0 ? PushAnswer.error("item-not-found", "cancel") : PushAnswer.result());
            bob.chat(alice.jid(), "Message " + i);
            if (i % BATCH == 0) {
                World.sleep(PAUSE_MILLIS);
            }
        }
        scenario.awaitStoredOffline(alice, lines);
        return alice.name();
    }

    private static List<String> pages(String user) {
        return List.of("settings.jsp", "registrations.jsp", "registrations.jsp?descending=true", "registrations.jsp?sort=service",
            "registrations.jsp?sort=created&descending=true", "registrations.jsp?sort=errors&descending=true",
            "registrations.jsp?sort=last_push", "registrations.jsp?sort=last_push&descending=true", "registrations.jsp?sort=state",
            "registrations.jsp?sort=state&descending=true", "registrations.jsp?problems=true", "registrations.jsp?problems=true&sort=state",
            "registrations.jsp?problems=true&sort=created", "registrations.jsp?disabled=true", "registrations.jsp?service=push17",
            "registrations.jsp?service=push1&sort=state", "registrations.jsp?user=m05&sort=state", "registrations.jsp?user=m05&sort=errors",
            "registrations.jsp?user=nobody", "services.jsp", "activity.jsp", "activity.jsp?user=" + user, "activity.jsp?ending=failed",
            "activity.jsp?user=nobody", "user.jsp?username=" + user, "import.jsp", "browser.jsp");
    }

    private void login(World world) throws IOException, InterruptedException {
        String form = "username=" + KEEPER + "&password=" + World.PASSWORD;
        HttpRequest request = HttpRequest.newBuilder(URI.create(world.server.console() + "/login.jsp"))
            .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)).build();
        browser.send(request, BodyHandlers.ofString());
    }

    private void time(World world, String page) throws IOException, InterruptedException {
        Latencies times = new Latencies();
        double first = 0;
        HttpResponse<String> answer = null;
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            answer = browser.send(HttpRequest.newBuilder(URI.create(world.server.console() + "/plugins/cloudnotify/" + page)).build(),
                BodyHandlers.ofString());
            long taken = System.nanoTime() - begin;
            times.add(taken);
            first = i == 0 ? taken / 1e6 : first;
        }
        if (answer.statusCode() != 200 || !answer.body().contains("class=\"cn\"")) {
            throw new IOException(page + ": " + answer.statusCode() + " " + answer.body());
        }
        report.add(new Step().with("page", page).with("KB", answer.body().length() / 1e3).with("first ms", first)
            .with("median ms", times.millis(0.5)));
    }
}
