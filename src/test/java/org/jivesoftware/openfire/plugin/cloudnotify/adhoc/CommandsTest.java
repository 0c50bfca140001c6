package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.IQHandlerInfo;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.RequestQueue;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.TestResult;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Sender;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestRegistrations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

class CommandsTest {

    private static final RegistrationKey KEY = new RegistrationKey("alice", new JID("push.example"), "node");
    private static final CommandTexts TEXTS = new CommandTexts((locale, key, arguments) -> key + Arrays.toString(arguments),
        Locale.ENGLISH, ZoneOffset.UTC);

    private final FakeScheduler scheduler = new FakeScheduler();
    private final FakeStore store = new FakeStore();
    private final Registrations registrations = TestRegistrations.of(store, new Settings(new FakeProperties()), scheduler.clock(), 10);
    private final Map<RegistrationKey, CompletableFuture<TestResult>> tests = new ConcurrentHashMap<>();
    private final TestCommand test = new TestCommand(registrations, (key, who) -> tests.computeIfAbsent(key, each ->
        new CompletableFuture<>()),
        scheduler);
    private final AtomicReference<IQ> answer = new AtomicReference<>();
    private boolean room = true;
    private final CommandHandler handler = new CommandHandler(
        Map.of("urn:cloudnotify:commands#test", new OfferedCommand(test, false, "example"),
            "urn:cloudnotify:commands#admin-test", new OfferedCommand(test, true, "example")),
        new Permissions(jid -> new Sender(jid.getDomain().equals("example"), "anonymous".equals(jid.getNode()), null),
            jid -> jid.getNode().equals("admin")), others(), new RequestQueue((user, work) -> {
                if (room) {
                    work.run();
                }
                return room;
            }, scheduler::after), TEXTS, answer::set, TestParts.part(PartName.COMMANDS));

    private static IQHandler others() {
        return new IQHandler("others") {
            @Override
            public IQ handleIQ(IQ iq) {
                IQ result = IQ.createResultIQ(iq);
                result.setChildElement("others", "urn:others");
                return result;
            }

            @Override
            public IQHandlerInfo getInfo() {
                return new IQHandlerInfo("command", CommandHandler.NAMESPACE);
            }
        };
    }

    @BeforeEach
    void register() throws Exception {
        registrations.enable(KEY, null, null, "phone", null);
    }

    private IQ call(String from, String name, String attributes, String content) throws Exception {
        answer.set(null);
        Element iq = DocumentHelper.parseText("<iq type='set' id='1' from='" + from + "/pc'><command xmlns='" + CommandHandler.NAMESPACE
            + "' node='urn:cloudnotify:commands#" + name + "' " + attributes + ">" + content + "</command></iq>").getRootElement();
        IQ now = handler.handleIQ(new IQ(iq));
        return now == null ? answer.get() : now;
    }

    private static String form(String... values) {
        StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
        for (int i = 0; i < values.length; i += 2) {
            form.append("<field var='").append(values[i]).append("'><value>").append(values[i + 1]).append("</value></field>");
        }
        return form.append("</x>").toString();
    }

    @Test
    void otherCommandsGoToOthers() throws Exception {
        assertNotNull(call("alice@example", "unknown", "", "").getElement().element("others"));
        Element bare = DocumentHelper.parseText("<iq type='set' id='1' from='a@example/x'><command xmlns='" + CommandHandler.NAMESPACE
            + "'/></iq>").getRootElement();
        assertNotNull(handler.handleIQ(new IQ(bare)).getElement().element("others"));
    }

    @Test
    void asksForPermissionAtEveryStep() throws Exception {
        for (String who : new String[] {"anonymous@example", "alice@elsewhere"}) {
            assertEquals("forbidden", call(who, "test", "", "").getError().getCondition().toXMPP());
        }
        String second = form("accountjid", "alice@example", "device", "all");
        assertEquals("forbidden", call("alice@example", "admin-test", "sessionid='x' action='complete'", second).getError().getCondition()
            .toXMPP());
        assertNull(answer.get());
        assertTrue(tests.isEmpty());
    }

    @Test
    void showsTheAnswerWhenItComes() throws Exception {
        assertNull(call("alice@example", "test", "", form("device", "all")));
        tests.get(KEY).complete(new TestResult(Outcome.PUSHED,
            new Answer(Instant.EPOCH, "id", KEY, "gone", Duration.ofMillis(1_234))));
        String xml = answer.get().toXML();
        assertTrue(xml.contains("answer.gone") && xml.contains("1.2"), xml);
        assertEquals(0, scheduler.waiting());
    }

    @Test
    void doesNotWaitForEver() throws Exception {
        assertNull(call("alice@example", "test", "", form("device", KEY.id())));
        scheduler.pass(TestCommand.PATIENCE.minusMillis(1));
        assertNull(answer.get());
        scheduler.pass(Duration.ofMillis(1));
        assertTrue(answer.get().toXML().contains("command.test.waiting[20]"));
    }

    @Test
    void usersCannotFlood() throws Exception {
        assertNull(call("alice@example", "test", "", form("device", "all")));
        String refused = call("alice@example", "test", "", form("device", "all")).toXML();
        assertTrue(refused.contains("too-often[10]") && refused.contains("type=\"error\""), refused);
        scheduler.pass(TestCommand.PAUSE);
        assertFalse(String.valueOf(call("alice@example", "test", "", form("device", "all"))).contains("too-often"));
        assertNull(call("admin@example", "admin-test", "", form("accountjid", "alice", "device", "all")));
        assertNull(call("admin@example", "admin-test", "", form("accountjid", "alice", "device", "all")));
    }

    @Test
    void saysThatTheDatabaseIsDownAndThatTheServerIsBusy() throws Exception {
        registrations.forget("alice");
        store.down = true;
        assertTrue(call("alice@example", "test", "", "").toXML().contains("error.database"));
        room = false;
        assertEquals("resource-constraint", call("alice@example", "test", "", "").getError().getCondition().toXMPP());
    }

    @Test
    void aFailureIsAnAnswer() throws Exception {
        assertNull(call("alice@example", "test", "", form("device", "all")));
        tests.get(KEY).completeExceptionally(new IllegalStateException("no"));
        assertTrue(answer.get().toXML().contains("command.failed"));
    }

    @Test
    void listedOnesNeverBeginASession() {
        ListedCommand listed = new ListedCommand(new OfferedCommand(test, false, "example"),
            new Permissions(jid -> new Sender(true, false, null), jid -> false), TEXTS, TestParts.part(PartName.COMMANDS));
        assertEquals(0, listed.getMaxStages(null));
        assertEquals("command.test[]", listed.getLabel());
        Element command = DocumentHelper.createElement("command");
        listed.execute(null, command);
        assertEquals("error", command.element("note").attributeValue("type"));
    }

    @Test
    void choosesOnlyLanguagesThatAreSpoken() {
        assertEquals(Locale.GERMAN, CommandTexts.choose("de-CH", Locale.FRENCH));
        assertEquals("pt-BR", CommandTexts.choose("pt", Locale.FRENCH).toLanguageTag());
        for (String tag : new String[] {null, "", "tlh", "x".repeat(1_000), "../../etc", "%s"}) {
            assertEquals(Locale.FRENCH, CommandTexts.choose(tag, Locale.FRENCH));
        }
    }

    @Test
    void cutsNoCharacterInTwo() {
        assertEquals("ab…", CommandTexts.shortened("abcd", 3));
        assertEquals("a…", CommandTexts.shortened("a\ud83d\ude00bc", 3));
        assertEquals("abc", CommandTexts.shortened("abc", 3));
    }
}
