package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Transport;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Destination;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebEndpoint;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** Pushes by posting to the endpoint of a browser (RFC 8030, behaviour §13). Thread-safe. */
public final class WebPushTransport implements Transport {

    private final NodeSeal seal;
    private final AddressCheck addresses;
    private final MessageEncryption encryption;
    private final Vapid vapid;
    private final Scheduler scheduler;
    private final String domain;
    private volatile @Nullable Outgoing outgoing;

    /**
     * @param web what web push stands on
     * @param random where encryption takes its chance from
     * @param scheduler time
     */
    public WebPushTransport(WebPush web, SecureRandom random, Scheduler scheduler) {
        this.seal = web.seal();
        this.addresses = web.addresses();
        this.vapid = web.vapid();
        this.domain = web.domain();
        this.encryption = new MessageEncryption(random, web.agreement());
        this.scheduler = Objects.requireNonNull(scheduler);
    }

    /** @param way threads and connections from now on, or null where there are none any more */
    public void by(@Nullable Outgoing way) {
        outgoing = way;
    }

    @Override
    public boolean takes(Destination destination) {
        return destination instanceof WebEndpoint;
    }

    /** {@inheritDoc} Nothing is done but to hand over. */
    @Override
    public boolean immediate(Destination destination) {
        return true;
    }

    @Override
    public void send(String id, Push push, Duration timeout, Consumer<Reply> answer) {
        if (!(push.key().destination() instanceof WebEndpoint endpoint)) {
            throw new IllegalArgumentException("no endpoint");
        }
        Outgoing way = outgoing;
        Sending sending = new Sending(push, endpoint, answer);
        if (way == null || !way.add(endpoint.service(), WebPushRequest.Topic.of(push), done -> begin(sending, way, done))) {
            answer.accept(HttpReplies.BUSY);
            return;
        }
        sending.giveUp(scheduler, timeout);
    }

    private void begin(Sending sending, Outgoing way, Origins.Done done) {
        if (sending.over()) {
            done.accept(false);
            return;
        }
        Subscription subscription = seal.open(sending.push().key().username(), sending.push().key().node());
        Reply against = subscription == null ? HttpReplies.NOT_OURS : HttpReplies.against(addresses.look(sending.endpoint().service()));
        if (subscription == null || against != null) {
            // Nobody was asked, so nothing is known of the server.
            sending.answer(against == null ? HttpReplies.NOT_OURS : against);
            done.accept(false);
            return;
        }
        post(sending, subscription, way.posting(), done);
    }

    private String authorization(WebOrigin origin, @Nullable Push2Wish wish) {
        return wish == null || wish.signing() == null ? vapid.authorization(origin)
            : vapid.authorization(origin, wish.signing(), wish.contact());
    }

    private void post(Sending sending, Subscription subscription, Posting posting, Origins.Done done) {
        int most = sending.most();
        Push2Wish wish = Push2Wish.of(sending.push().registration());
        byte[] text = wish == null ? WebPushRequest.text(sending.push(), most)
            : Envelope.write(sending.push().said(), new JID(sending.push().key().username(), domain, null, true), Math.min(most,
            Envelope.LONGEST));
        byte[] body = encryption.encrypt(text, subscription.keys());
        if (!sending.begin()) {
            done.accept(false);
            return;
        }
        posting.post(WebPushRequest.of(sending.push(), subscription, authorization(subscription.origin(), wish), body),
            new Posting.Listener() {

                private volatile boolean shorter;
                private volatile boolean answered;

                @Override
                public void answered(int status, @Nullable String retryAfter) {
                    answered = true;
                    shorter = status == WebPushRequest.TOO_LARGE && sending.shorter();
                    if (!shorter) {
                        sending.answer(HttpReplies.of(status, retryAfter, scheduler.clock()));
                    }
                }

                @Override
                public void ended(@Nullable Throwable problem) {
                    boolean goesOn = false;
                    try {
                        goesOn = goesOn(problem);
                    } finally {
                        if (!goesOn) {
                            done.accept(answered);
                        }
                    }
                }

                /** On a worker, as at first: nobody looks up a name on a thread of the client. */
                private boolean goesOn(@Nullable Throwable problem) {
                    if (shorter && !sending.over() || !answered && sending.left(problem)) {
                        done.again();
                        return true;
                    }
                    if (!answered && Sending.full(problem)) {
                        sending.again();
                        if (done.full()) {
                            return true;
                        }
                    }
                    if (!answered) {
                        sending.failed(problem);
                    }
                    return false;
                }
            });
    }
}
