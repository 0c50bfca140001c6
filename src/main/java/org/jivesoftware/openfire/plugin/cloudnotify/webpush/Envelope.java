package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallSignal;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.MessageIds;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * What Push 2.0 says to an app: the message, as far as it may be shown, forwarded (XEP-0297) in an envelope (XEP-0420). Stateless.
 */
final class Envelope {

    /** What all of it may take, so that relays and push services that add something carry it. */
    static final int LONGEST = 2_847;
    private static final String SCE = "urn:xmpp:sce:1";
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String CLIENT = "jabber:client";
    private static final String STANZA_ID = "urn:xmpp:sid:0";
    private static final String JINGLE_MESSAGE = "urn:xmpp:jingle-message:0";
    private static final String RTP = "urn:xmpp:jingle:apps:rtp:1";

    private Envelope() {
    }

    /**
     * @param letter what to say
     * @param to whose it is, a bare address
     * @param most how many bytes it may take
     * @return the envelope in UTF-8, the message shortened between two characters where it must be
     */
    static byte[] write(Letter letter, JID to, int most) {
        byte[] all = new byte[0];
        for (Letter each : shorter(letter)) {
            all = fitting(each, to, most);
            if (all.length <= most) {
                break;
            }
        }
        return all;
    }

    /** The same with less and less: what an archive knows it by goes late, since by that an app finds all the rest. */
    private static List<Letter> shorter(Letter all) {
        MessageIds ids = all.ids();
        List<MessageIds.Given> last = ids.given().isEmpty() ? List.of() : ids.given().subList(0, 1);
        Letter known = with(all, new MessageIds(null, last), all.call());
        Letter plain = with(all, new MessageIds(null, last), null);
        return List.of(all, known, plain, with(plain, MessageIds.NONE, null), with(plain.only(false, true), MessageIds.NONE, null));
    }

    private static Letter with(Letter letter, MessageIds ids, @Nullable CallSignal call) {
        return new Letter(letter.unread(), letter.sender(), letter.groupchat(), letter.nickname(), letter.message(), call, ids);
    }

    private static byte[] fitting(Letter letter, JID to, int most) {
        @Nullable String text = letter.message();
        byte[] all = bytes(letter, to, text);
        while (text != null && all.length > most) {
            // Escaped, a character takes six bytes at most: so many are surely too many, and one in any case.
            int over = Math.max(1, (all.length - most) / 6);
            int length = text.codePointCount(0, text.length());
            text = over >= length ? null : text.substring(0, text.offsetByCodePoints(0, length - over));
            all = bytes(letter, to, text);
        }
        return all;
    }

    private static byte[] bytes(Letter letter, JID to, @Nullable String text) {
        Element envelope = DocumentHelper.createElement(QName.get("envelope", SCE));
        Element message = envelope.addElement("content").addElement(QName.get("forwarded", FORWARD))
            .addElement(QName.get("message", CLIENT)).addAttribute("to", to.toString())
            .addAttribute("type", letter.groupchat() ? "groupchat" : "chat");
        // The setter ignores null.
        message.addAttribute("id", letter.ids().own());
        if (letter.sender() != null) {
            message.addAttribute("from", letter.nickname() == null ? letter.sender() : letter.sender() + "/" + letter.nickname());
        }
        if (text != null) {
            message.addElement("body").setText(text);
        }
        CallSignal call = letter.call();
        if (call != null) {
            Element signal = message.addElement(QName.get(call.kind().name().toLowerCase(Locale.ROOT), JINGLE_MESSAGE))
                .addAttribute("id", call.id());
            call.media().forEach(medium -> signal.addElement(QName.get("description", RTP)).addAttribute("media", medium));
        }
        for (MessageIds.Given each : letter.ids().given()) {
            message.addElement(QName.get("stanza-id", STANZA_ID)).addAttribute("by", each.by()).addAttribute("id", each.id());
        }
        return envelope.asXML().getBytes(StandardCharsets.UTF_8);
    }
}
