package org.jivesoftware.openfire.plugin.cloudnotify.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** What the benchmarks work on: stanzas and registrations as real clients make them. */
public final class Material {

    /** The server's domain. */
    public static final String DOMAIN = "chat.example";
    /** A push service. */
    public static final JID SERVICE = new JID("push.example.org");

    private static final String OMEMO = "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1051572094'>"
        + "<key rid='640186163' prekey='true'>" + "MwiA".repeat(40) + "</key><key rid='1215018862'>" + "MwhF".repeat(30) + "</key>"
        + "<iv>LKbzLPVuWcjoZTzd</iv></header><payload>" + "q83v".repeat(40) + "</payload></encrypted>"
        + "<encryption xmlns='urn:xmpp:eme:0' name='OMEMO' namespace='eu.siacs.conversations.axolotl'/>"
        + "<body>I sent you an OMEMO encrypted message but your client doesn't seem to support that.</body>"
        + "<store xmlns='urn:xmpp:hints'/>";

    private Material() {
    }

    /** @return a short chat message with a receipt request and a chat state, as most clients send; never null */
    public static Message chat(String to, int number) {
        return message("<message type='chat' id='m-" + number + "' from='bob@" + DOMAIN + "/desktop' to='" + to + "'><body>Are you there? "
            + number + "</body><request xmlns='urn:xmpp:receipts'/><active xmlns='http://jabber.org/protocol/chatstates'/></message>");
    }

    /** @return an OMEMO message of about 1 KB; never null */
    public static Message omemo(String to, int number) {
        return message("<message type='chat' id='m-" + number + "' from='bob@" + DOMAIN + "/phone' to='" + to + "'>"
            + OMEMO + "</message>");
    }

    /** @return a chat state; never null */
    public static Message typing(String to, int number) {
        return message("<message type='chat' id='m-" + number + "' from='bob@" + DOMAIN + "/phone' to='" + to
            + "'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
    }

    /** @return a received carbon; never null */
    public static Message carbon(String to, int number) {
        return message("<message type='chat' from='alice@" + DOMAIN + "' to='" + to + "'><received xmlns='urn:xmpp:carbons:2'>"
            + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='chat' id='m-" + number + "' from='bob@" + DOMAIN
            + "/phone' to='alice@" + DOMAIN + "/tablet'><body>Are you there?</body></message></forwarded></received></message>");
    }

    /** @return a message parsed from its text; never null */
    public static Message message(String xml) {
        try {
            return new Message(DocumentHelper.parseText(xml).getRootElement());
        } catch (DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    /** @return user names that share no object; never null */
    public static String[] users(String prefix, int count) {
        String[] users = new String[count];
        for (int i = 0; i < count; i++) {
            users[i] = prefix + "-" + i;
        }
        return users;
    }

    /** @return publish-options with one secret, as the usual app servers want; never null */
    public static PublishOptions options(int number) {
        List<PublishOptions.Field> fields = new ArrayList<>();
        fields.add(new PublishOptions.Field("FORM_TYPE", null, null, List.of(PublishOptions.FORM_TYPE)));
        fields.add(new PublishOptions.Field("secret", null, null, List.of("s%015x".formatted(number * 0x9E3779B97F4A7C15L))));
        return PublishOptions.of(fields);
    }

    /** @return a registration as read from the database: nothing in it is shared with another one; never null */
    public static Registration registration(String user, int number) {
        Instant time = Instant.ofEpochMilli(1_700_000_000_000L + number);
        return new Registration(new RegistrationKey(user, new JID("push.example.org"), "node-%020d".formatted(number)), options(number),
            "phone.%06x".formatted(number), null,
            time, Instant.ofEpochMilli(1_700_000_000_000L + number),
            new Health(0, 0, null, null));
    }

    /** @return the same, whose app asks for encryption; never null */
    public static Registration encrypting(String user, int number) {
        Registration plain = registration(user, number);
        try {
            Element enable = DocumentHelper.parseText("<enable xmlns='urn:xmpp:push:0'><encrypt xmlns='tigase:push:encrypt:0'"
                + " alg='aes-128-gcm' max-size='3000'>MDEyMzQ1Njc4OWFiY2RlZg==</encrypt></enable>").getRootElement();
            return new Registration(plain.key(), plain.options(), new AppFeatures().reader().read(enable), plain.resource(), null, null,
                plain.created(), plain.enabled(), plain.health());
        } catch (DocumentException | Refusal e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Properties that are never set, so that every setting has its default. */
    public static class NoProperties implements PropertySource {

        @Override
        public String get(String name) {
            return null;
        }

        @Override
        public void set(String name, String value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AutoCloseable onChange(Consumer<String> listener) {
            return () -> { };
        }
    }
}
