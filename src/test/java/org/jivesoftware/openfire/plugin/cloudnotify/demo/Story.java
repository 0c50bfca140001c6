package org.jivesoftware.openfire.plugin.cloudnotify.demo;

import java.time.Duration;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.TestClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.TestClient.StreamManagement;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;

/**
 * The demo's story: Alice's phone enables push notifications and leaves, Bob writes, the push service is told, Alice comes back. In its
 * second part a group chat talks, of which Alice is a member, though she is not in it.
 */
final class Story {
    /** Who may log in to the console. */
    static final String ADMINISTRATOR = "keeper";

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String NODE = "alice-phone";
    private static final String TEXT = "The boat leaves at seven. Are you coming?";
    private static final String IN_ROOM = "Who brings the sandwiches?";

    private final TestServer server;
    private final Scenario scenario;
    private final Narrator narrator;
    private final TestUser alice;
    private final TestUser bob;
    private final TestUser keeper;
    private final PushService service;

    Story(TestServer server, Narrator narrator) {
        this.server = server;
        this.scenario = new Scenario(server);
        this.narrator = narrator;
        this.alice = account("alice");
        this.bob = account("bob");
        this.keeper = account(ADMINISTRATOR);
        this.service = new PushService(server.ports().component(), "push." + server.domain(), ServerConfig.COMPONENT_SECRET);
    }

    private TestUser account(String name) {
        String password = name + "-demo";
        server.control().users().create(name, password);
        return new TestUser(name, password, name + "@" + server.domain());
    }

    /** Plays the story; false when no push came. */
    boolean play() {
        service.connect();
        narrator.step("The push service " + service.jid() + " connects as an external component, as an app vendor's server would.");
        enableAndLeave();
        if (!came(bobWrites())) {
            return false;
        }
        comeBack();
        boolean room = came(aRoomTalks());
        narrator.step("End of the story.");
        return room;
    }

    private boolean came(Push push) {
        if (push == null) {
            narrator.step("No push came within " + PATIENCE.toSeconds() + " s.");
        }
        return push != null;
    }

    private void enableAndLeave() {
        TestClient phone = client(alice, "phone");
        phone.available();
        narrator.step("Alice's phone logs in as " + phone.jid() + " and asks what her account can do.");
        Element features = phone.request("<iq type='get' id='features' to='" + alice.jid()
                + "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        boolean announced = features.asXML().contains("'" + XmppClient.PUSH + "'")
            || features.asXML().contains("\"" + XmppClient.PUSH + "\"");
        narrator.detail(announced ? "It can do push notifications: " + XmppClient.PUSH + " is among its features."
                : "Push notifications (" + XmppClient.PUSH + ") are not among its features.");
        Element answer = phone.enablePush(service.jid(), NODE, XmppClient.publishOptions("secret", "token-of-the-app"));
        if (!"result".equals(answer.attributeValue("type"))) {
            narrator.detail(Xml.pretty(answer));
            throw new IllegalStateException("The server refused to enable push notifications");
        }
        narrator.step("The phone enables push notifications: wake me through " + service.jid() + ", node \"" + NODE
            + "\". The server agrees.");
        scenario.leave(phone);
        narrator.step("Alice closes the app. The phone is gone; Alice has no connection to the server.");
    }

    private Push bobWrites() {
        TestClient desktop = client(bob, "desktop");
        desktop.available();
        long sent = System.nanoTime();
        desktop.chat(alice.jid(), TEXT);
        narrator.step("Bob writes to " + alice.jid() + ": \"" + TEXT + "\"");
        scenario.awaitStoredOffline(alice, 1);
        narrator.step("Openfire stores the message offline, as it does for everybody who is away.");
        Push push = arrived(sent);
        desktop.close();
        return push;
    }

    private Push arrived(long sent) {
        Push push = service.pushes().poll(any -> true, PATIENCE);
        if (push != null) {
            narrator.step("The push service receives this, %.0f ms after Bob's message was sent:"
                    .formatted((push.arrivalNanos() - sent) / 1e6));
            narrator.line("");
            narrator.detail(PushText.xml(push));
            narrator.line("");
            narrator.detail(PushText.sentence(push));
        }
        return push;
    }

    private Push aRoomTalks() {
        RawClient desktop = scenario.raw(bob, "desktop");
        desktop.available();
        String room = "boat@conference." + server.domain();
        Rooms.join(desktop, room + "/bob");
        desktop.request("<iq type='set' id='room' to='" + room + "'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                + "<value>http://jabber.org/protocol/muc#roomconfig</value></field>"
                + "<field var='muc#roomconfig_membersonly'><value>1</value></field></x></query></iq>");
        Rooms.affiliate(desktop, room, alice, "member");
        narrator.step("Bob opens the group chat " + room + " for members only, and makes Alice a member. She has never been there.");
        long sent = System.nanoTime();
        Rooms.say(desktop, room, IN_ROOM);
        narrator.step("Bob says there: \"" + IN_ROOM + "\"");
        Push push = arrived(sent);
        if (push != null) {
            narrator.detail("A room tells those who are in it and nobody else. Alice's phone is woken all the same.");
        }
        desktop.close();
        return push;
    }

    private void comeBack() {
        TestClient phone = client(alice, "phone");
        phone.available();
        narrator.step("The phone was woken: it logs in again.");
        Element message = phone.awaitMessage(TEXT);
        narrator.step("It receives the message from " + message.attributeValue("from") + ": \"" + message.elementText("body") + "\"");
        scenario.leave(phone);
        narrator.step("The phone leaves again.");
    }

    /** Prints each further push as it comes, for ever. */
    void showFurtherPushes() throws InterruptedException {
        while (true) {
            Push push = service.pushes().poll(any -> true, Duration.ofHours(1));
            if (push != null) {
                narrator.line("");
                narrator.line("A push arrived at " + service.jid() + ":");
                narrator.detail(PushText.xml(push));
                narrator.detail(PushText.sentence(push));
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** What a person needs to go on by hand. */
    void showAccounts() {
        narrator.title("The server stays up until Ctrl-C");
        narrator.line("  Console       " + server.console() + "/plugins/cloudnotify/activity.jsp?user=" + alice.name());
        narrator.line("                user " + keeper.name() + ", password " + keeper.password() + "; it shows what you have just read.");
        narrator.line("                Further pages: registrations.jsp, services.jsp, settings.jsp, user.jsp?username=" + alice.name());
        narrator.line("  Clients       127.0.0.1, port " + server.ports().client() + ", domain " + server.domain()
            + ", without encryption");
        narrator.line("  Accounts      " + alice.jid() + "   password " + alice.password());
        narrator.line("                " + bob.jid() + "     password " + bob.password());
        narrator.line("  Components    127.0.0.1, port " + server.ports().component() + ", any subdomain, secret "
            + ServerConfig.COMPONENT_SECRET);
        narrator.line("  Push service  " + service.jid() + "; what it receives from now on is printed here");
        narrator.line("  Server log    " + server.log().file());
        narrator.line("");
        narrator.line("Log in as bob with an XMPP client on this machine and write to " + alice.jid()
            + ": she is away, so a push comes.");
        narrator.line("The client must take a host and a port by hand, and do without encryption. Profanity does:");
        narrator.line("    /connect " + bob.jid() + " server 127.0.0.1 port " + server.ports().client() + " tls disable");
        narrator.line("So do Gajim (advanced settings: custom host name, type plain) and Psi (connection: host and port by hand,");
        narrator.line("encryption never, plain-text authentication always). Phones cannot: the server listens on this machine only.");
    }

    private TestClient client(TestUser user, String resource) {
        return new TestClient(server.ports().client(), server.domain(), user.name(), user.password(), resource, StreamManagement.OFF)
            .login();
    }
}
