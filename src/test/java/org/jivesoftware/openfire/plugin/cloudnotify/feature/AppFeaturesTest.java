package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;

/** What apps of the Tigase family ask for is understood as they mean it, kept as text, and refused where it is wrong (behaviour §10). */
class AppFeaturesTest {

    private static final String KEY = Base64.getEncoder()
        .encodeToString("0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    private static final String ALL = "<priority xmlns='tigase:push:priority:0'/>"
        + "<ignore-unknown xmlns='tigase:push:filter:ignore-unknown:0'/><jingle xmlns='tigase:push:jingle:0'/>"
        + "<muted xmlns='tigase:push:filter:muted:0'><item jid='Bob@example.org'/><item jid='eve@example.org/x'/></muted>"
        + "<groupchat xmlns='tigase:push:filter:groupchat:0'><room jid='tea@rooms.example.org' allow='always'/>"
        + "<room jid='cake@rooms.example.org' allow='mentioned' nick='Ann of Ö'/></groupchat>"
        + "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm' max-size='2000'>" + KEY + "</encrypt>";

    private final AppFeatures features = new AppFeatures();

    private Registration asked(String attributes, String children) throws Refusal, DocumentException {
        Element enable = DocumentHelper.parseText("<enable xmlns='urn:xmpp:push:0' jid='push.example' " + attributes + ">" + children
            + "</enable>").getRootElement();
        Wishes wishes = features.reader().read(enable);
        return new Registration(new RegistrationKey("ann", new JID("push.example"), "n"), null,
            Wishes.read(wishes == null ? null : wishes.stored()), "phone", null, null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);
    }

    private Condition refused(String attributes, String children) {
        Refusal refusal = assertThrows(Refusal.class, () -> asked(attributes, children));
        assertFalse(refusal.getMessage().contains(KEY.substring(0, 4)), refusal.getMessage());
        return refusal.error().getCondition();
    }

    @Test
    void allOfThemAreAnnounced() {
        assertEquals(List.of("tigase:push:encrypt:0", "tigase:push:encrypt:aes-128-gcm", "tigase:push:filter:muted:0",
            "tigase:push:filter:groupchat:0", "tigase:push:filter:ignore-unknown:0", "tigase:push:priority:0", "tigase:push:jingle:0",
            "tigase:push:away:0"), features.reader().announced());
    }

    @Test
    void whatAnAppAsksForIsKeptAndUnderstoodAgain() throws Exception {
        Registration registration = asked("away='true'", ALL);
        assertTrue(features.priority().asked(registration));
        assertTrue(features.ignoreUnknown().asked(registration));
        assertTrue(features.jingle().asked(registration));
        assertTrue(features.away().asked(registration));
        assertEquals(Set.of("bob@example.org", "eve@example.org"), features.muted().of(registration));
        GroupchatFilter.Rooms rooms = features.groupchatFilter().of(registration);
        assertEquals(new GroupchatFilter.Rule(GroupchatFilter.Allow.ALWAYS, null), rooms.of("tea@rooms.example.org"));
        assertEquals(new GroupchatFilter.Rule(GroupchatFilter.Allow.MENTIONED, "Ann of Ö"), rooms.of("cake@rooms.example.org"));
        assertEquals(GroupchatFilter.Allow.NEVER, rooms.of("other@rooms.example.org").allow());
        assertArrayEquals(Base64.getDecoder().decode(KEY), features.encryption().of(registration).bytes());
        assertEquals(2_000, features.encryption().of(registration).maxSize());
        assertEquals(List.of("encrypt", "muted", "groupchat", "ignore-unknown", "priority", "jingle", "away"),
            features.asked(registration));
    }

    @Test
    void whoAsksForNothingHasNothing() throws Exception {
        Registration registration = asked("away='false'",
            "<muted xmlns='tigase:push:filter:muted:0'/><priority/><jingle xmlns='urn:other'/>");
        assertNull(registration.wishes());
        assertEquals(List.of(), features.asked(registration));
        assertFalse(features.away().asked(registration) || features.priority().asked(registration));
        assertNull(features.groupchatFilter().of(registration));
    }

    @Test
    void anEmptyListOfRoomsLetsNonePush() throws Exception {
        Registration registration = asked("", "<groupchat xmlns='tigase:push:filter:groupchat:0'/>");
        assertEquals(GroupchatFilter.Allow.NEVER, features.groupchatFilter().of(registration).of("tea@rooms.example.org").allow());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<muted xmlns='tigase:push:filter:muted:0'><item/></muted>",
        "<muted xmlns='tigase:push:filter:muted:0'><item jid='@'/></muted>",
        "<muted xmlns='tigase:push:filter:muted:0'/><muted xmlns='tigase:push:filter:muted:0'/>",
        "<groupchat xmlns='tigase:push:filter:groupchat:0'><room jid='a@b'/></groupchat>",
        "<groupchat xmlns='tigase:push:filter:groupchat:0'><room jid='a@b' allow='sometimes'/></groupchat>",
        "<groupchat xmlns='tigase:push:filter:groupchat:0'><room allow='always'/></groupchat>",
        "<groupchat xmlns='tigase:push:filter:groupchat:0'><room jid='a@b' allow='always'/><room jid='A@b' allow='never'/></groupchat>",
        "<encrypt xmlns='tigase:push:encrypt:0'>MDEyMzQ1Njc4OWFiY2RlZg==</encrypt>",
        "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm'/>",
        "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm'>MDEyMzQ1Njc4OWFiY2Rl</encrypt>",
        "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm'>MDEy!!Q1Njc4OWFiY2RlZg==</encrypt>",
        "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm' max-size='big'>MDEyMzQ1Njc4OWFiY2RlZg==</encrypt>",
        "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm' max-size='-1'>MDEyMzQ1Njc4OWFiY2RlZg==</encrypt>",
        "<priority xmlns='tigase:push:priority:0'/><priority xmlns='tigase:push:priority:0'/>"})
    void whatIsKnownButWrongIsABadRequest(String children) {
        assertEquals(Condition.bad_request, refused("", children));
    }

    @Test
    void awayIsTrueOrFalse() {
        assertEquals(Condition.bad_request, refused("away='maybe'", ""));
    }

    @Test
    void anAlgorithmThatNobodyKnowsIsNotImplemented() {
        assertEquals(Condition.feature_not_implemented, refused("", "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-256-gcm'>" + KEY
            + "</encrypt>"));
    }

    @Test
    void listsHaveAnEnd() {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i <= Muted.MOST; i++) {
            items.append("<item jid='a").append(i).append("@b'/>");
        }
        assertEquals(Condition.not_acceptable, refused("", "<muted xmlns='tigase:push:filter:muted:0'>" + items + "</muted>"));
    }

    @Test
    void aKeyIsShownNowhere() throws Exception {
        Registration registration = asked("", ALL);
        String shown = registration + " " + registration.wishes() + " " + features.encryption().of(registration) + " "
            + features.asked(registration);
        assertFalse(shown.contains(KEY.substring(0, 6)), shown);
        IllegalArgumentException broken = assertThrows(IllegalArgumentException.class,
            () -> features.encryption().parse("2000 " + KEY.substring(1)));
        assertNull(broken.getCause());
        assertFalse(broken.getMessage().contains(KEY.substring(1, 6)), broken.getMessage());
    }

    @Test
    void aNameInsideAnotherIsNotTakenForIt() throws Exception {
        Registration registration = asked("", "<muted xmlns='tigase:push:filter:muted:0'><item jid='priority=@b'/></muted>");
        assertFalse(features.priority().asked(registration));
        assertEquals(List.of("muted"), features.asked(registration));
    }
}
