package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Composer;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** What a push says: behaviour §3. */
class ComposerTest {

    private final NotificationRoom room = new NotificationRoom();
    private final Composer composer = new Composer(new Settings(room), room.discreet::contains);

    @ParameterizedTest
    @CsvSource(value = {
        "false,false,-,New Message!,false",
        "true,false,friend@example.net,New Message!,true",
        "false,true,-,Hello,true",
        "true,true,friend@example.net,Hello,true"}, nullValues = "-")
    void bodyAndSenderOnlyWhereTheAdministratorShowsThem(String withSender, String withBody, String sender, String body, boolean content) {
        room.setting("with-sender", withSender);
        room.setting("with-body", withBody);
        Push push = compose(room.chat("Hello"), true, 5, false);
        assertEquals(new Summary(5, null, sender, body), push.summary());
        assertEquals(content, push.cause().content() != null);
        assertEquals(!content, push.cause().mergeable());
    }

    @Test
    void anEncryptedMessageNeverShowsItsFallback() {
        room.setting("with-body", "true");
        Stanza stanza = room.read("<body>I sent you an OMEMO message</body><encryption xmlns='urn:xmpp:eme:0'/>");
        assertEquals("New Message!", compose(stanza, true, 1, false).summary().lastMessageBody());
    }

    @Test
    void anEmptyStandInIsLeftOut() {
        room.setting("important-body", "");
        assertNull(compose(room.chat("Hello"), true, 1, false).summary().lastMessageBody());
        room.setting("important-body", "Neue Nachricht");
        assertEquals("Neue Nachricht", compose(room.chat("Hello"), true, 1, false).summary().lastMessageBody());
    }

    @Test
    void anUnimportantPushSaysNothing() {
        room.setting("with-sender", "true");
        room.setting("with-body", "true");
        assertEquals(Summary.EMPTY, compose(room.read("<active xmlns='x'/>"), false, 7, false).summary());
    }

    @Test
    void anImportantPushCountsAtLeastOne() {
        assertEquals(1, compose(room.chat("Hello"), true, 0, false).summary().messageCount());
        room.setting("message-count-mode", "one");
        assertEquals(1, compose(room.chat("Hello"), true, 9, false).summary().messageCount());
    }

    @Test
    void whatWasReadElsewhereLeavesTheCountAlone() {
        assertEquals(new Summary(0, null, null, null), composer.compose(NotificationRoom.PHONE, new Cause(Trigger.READ, false), 0)
            .summary());
        assertEquals(new Summary(3, null, null, null), composer.compose(NotificationRoom.PHONE, new Cause(Trigger.READ, false), 3)
            .summary());
    }

    @Test
    void discreetUsersShowNothing() {
        room.setting("with-sender", "true");
        room.setting("with-body", "true");
        Push push = compose(room.chat("Hello"), true, 1, true);
        assertEquals(new Summary(1, null, null, "New Message!"), push.summary());
        assertTrue(push.cause().mergeable());
    }

    @Test
    void senderForTheAdministratorIsShortened() {
        assertEquals("f…@example.net", compose(room.chat("Hello"), true, 1, false).cause().sender());
        assertEquals("\ud83d\ude00…@b", Composer.shortened(new JID("\ud83d\ude00x", "b", null, true)));
        assertEquals("component.example.org", Composer.shortened(new JID("component.example.org")));
        assertNull(Composer.shortened(null));
        Message said = new Message();
        said.setType(Message.Type.groupchat);
        said.setFrom("tea@conference.example.org/bob");
        said.setBody("Hello");
        assertEquals("tea@conference.example.org", Composer.shownSender(room.reader.read(said)), "a room is no person");
        assertEquals("f…@example.net", Composer.shownSender(room.chat("Hello")));
        assertFalse(compose(room.chat("secret"), true, 1, false).toString().contains("secret"));
    }

    private Push compose(Stanza stanza, boolean important, int count, boolean discreet) {
        if (discreet) {
            room.discreet.add(NotificationRoom.USER);
        }
        return composer.compose(NotificationRoom.PHONE, new Cause(Trigger.HIBERNATED, false, important, 1, 0,
            composer.content(NotificationRoom.USER, stanza), List.of(), List.of(), Composer.shortened(stanza.sender())), count);
    }
}
