package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Transport;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Destination;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RelayedClient;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallSignal;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Pushes by messages to the relay that a client of Push 2.0 named (behaviour §13). Thread-safe. */
public final class RelayTransport implements Transport {

    private static final String ENCRYPTED = "urn:xmpp:sce:rfc8291:0";

    private final String domain;
    private final Vapid vapid;
    private final MessageEncryption encryption;
    private final RelayRouter router;

    /**
     * @param web what web push stands on
     * @param random where encryption takes its chance from
     * @param router the way to relays
     */
    public RelayTransport(WebPush web, SecureRandom random, RelayRouter router) {
        this.domain = web.domain();
        this.vapid = web.vapid();
        this.encryption = new MessageEncryption(random, web.agreement());
        this.router = Objects.requireNonNull(router);
    }

    @Override
    public boolean takes(Destination destination) {
        return destination instanceof RelayedClient;
    }

    /** {@inheritDoc} To encrypt takes longer than a thread that routes should be held up. */
    @Override
    public boolean immediate(Destination destination) {
        return false;
    }

    @Override
    public void send(String id, Push push, Duration timeout, Consumer<Reply> answer) {
        if (!(push.key().destination() instanceof RelayedClient client)) {
            throw new IllegalArgumentException("not behind a relay");
        }
        router.send(message(id, push, client), timeout, answer);
    }

    private Message message(String id, Push push, RelayedClient client) {
        Message message = new Message();
        message.setID(id);
        message.setFrom(new JID(domain));
        message.setTo(client.relay());
        Element notification = message.addChildElement("notification", Push2Protocol.NAMESPACE);
        notification.addElement("client").setText(client.client());
        ReceiverKeys keys = Push2Wish.relayKeys(push.registration());
        boolean urgent = push.cause().call() || keys != null && endsCall(push.letter());
        notification.addElement("priority").setText(urgent ? "high" : push.important() ? "normal" : "low");
        if (urgent) {
            notification.addElement("voip");
        }
        Push2Wish wish = Push2Wish.of(push.registration());
        if (keys != null && wish != null) {
            say(notification, push, keys, wish);
        }
        for (Element extension : push.extensions()) {
            notification.add(extension.createCopy());
        }
        return message;
    }

    /** What rings has to learn that nobody calls any more; where nothing is said, it would ring once more instead. */
    private static boolean endsCall(@Nullable Letter letter) {
        return letter != null && letter.call() != null && letter.call().kind() == CallSignal.Kind.RETRACT;
    }

    private void say(Element notification, Push push, ReceiverKeys keys, Push2Wish wish) {
        JID account = new JID(push.key().username(), domain, null, true);
        byte[] text = encryption.encrypt(Envelope.write(push.said(), account, Envelope.LONGEST), keys);
        Base64.Encoder base64 = Base64.getEncoder();
        notification.addElement(QName.get("encrypted", ENCRYPTED)).addElement(QName.get("payload", ENCRYPTED))
            .setText(base64.encodeToString(text));
        WebPushKeys.Signing signing = wish.signing();
        if (signing != null) {
            notification.addElement("jwt").addAttribute("key", base64.encodeToString(signing.publicBytes()))
                .setText(vapid.token(wish.claims(), signing, wish.contact()));
        }
    }
}
