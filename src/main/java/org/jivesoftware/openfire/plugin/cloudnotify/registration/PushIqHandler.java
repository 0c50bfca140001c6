package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.jivesoftware.openfire.IQHandlerInfo;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.RequestQueue;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * Answers clients that enable and disable pushes (XEP-0357 §5 and §6, behaviour §1).
 *
 * <p>Who asks and what for is checked on the thread that routes the request; what needs the database is done, and answered, on the
 * user's lane, in the order of the requests.
 */
public final class PushIqHandler extends IQHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PushIqHandler.class);

    private final IQHandlerInfo info;
    private final EnableProtocol protocol;
    private final Registrations registrations;
    private final RequestQueue requests;
    private final EnableRate rate;
    private final Function<JID, Sender> senders;
    private final EnablePolicy policy;
    private final Consumer<IQ> replies;
    private final Predicate<JID> services;
    private final Part part;

    /**
     * @param domain the server's domain
     * @param registrations where they are kept
     * @param settings the limits
     * @param requests where requests are worked off
     * @param nanos a time that never jumps
     * @param senders tells who has an address
     * @param wishes reads what apps ask for besides
     * @param policy has a say before a registration is stored
     * @param replies sends an answer to its client
     * @param part is told what fails
     */
    public PushIqHandler(String domain, Registrations registrations, Settings settings, RequestQueue requests, LongSupplier nanos,
                         Function<JID, Sender> senders, WishReader wishes, EnablePolicy policy, Consumer<IQ> replies, Part part) {
        this(domain, registrations, settings, requests, nanos, senders, wishes, policy, replies, service -> false, part);
    }

    /**
     * @param domain as above
     * @param registrations as above
     * @param settings as above
     * @param requests as above
     * @param nanos as above
     * @param senders as above
     * @param wishes as above
     * @param policy as above
     * @param replies as above
     * @param services tells the group chat services, to which requests may be addressed as to the account
     * @param part as above
     */
    public PushIqHandler(String domain, Registrations registrations, Settings settings, RequestQueue requests, LongSupplier nanos,
                         Function<JID, Sender> senders, WishReader wishes, EnablePolicy policy, Consumer<IQ> replies,
                         Predicate<JID> services, Part part) {
        this(xep0357(domain, settings, wishes), registrations, settings, requests, nanos, senders, policy, replies, services, part);
    }

    /**
     * @param protocol what is asked for and how
     * @param registrations as above
     * @param settings as above
     * @param requests as above
     * @param nanos as above
     * @param senders as above
     * @param policy as above
     * @param replies as above
     * @param services as above
     * @param part as above
     */
    public PushIqHandler(EnableProtocol protocol, Registrations registrations, Settings settings, RequestQueue requests, LongSupplier nanos,
                         Function<JID, Sender> senders, EnablePolicy policy, Consumer<IQ> replies, Predicate<JID> services, Part part) {
        super("Cloud Notify: registrations by " + protocol.namespace());
        this.info = new IQHandlerInfo("push", protocol.namespace());
        this.protocol = protocol;
        this.registrations = Objects.requireNonNull(registrations);
        this.requests = Objects.requireNonNull(requests);
        this.rate = new EnableRate(settings, nanos);
        this.senders = Objects.requireNonNull(senders);
        this.policy = Objects.requireNonNull(policy);
        this.replies = Objects.requireNonNull(replies);
        this.services = Objects.requireNonNull(services);
        this.part = Objects.requireNonNull(part);
    }

    private static EnableProtocol xep0357(String domain, Settings settings, WishReader wishes) {
        Objects.requireNonNull(domain);
        Objects.requireNonNull(wishes);
        return new EnableProtocol() {
            @Override
            public String namespace() {
                return PushRequest.NAMESPACE;
            }

            @Override
            public PushRequest read(Element child, JID from) throws Refusal {
                return PushRequest.read(child, domain,
                    new PushRequest.Limits(settings.get(Settings.MAX_NODE_LENGTH), settings.get(Settings.MAX_OPTIONS_SIZE)), wishes);
            }
        };
    }

    @Override
    public IQHandlerInfo getInfo() {
        return info;
    }

    @Override
    public @Nullable IQ handleIQ(IQ iq) {
        try {
            if (iq.getType() != IQ.Type.set && iq.getType() != IQ.Type.get) {
                return null;
            }
            return part.isOff() ? failed(iq) : accept(iq);
        } catch (Refusal e) {
            return refusedOrFailed(iq, e);
        } catch (Throwable e) {
            part.failed(e);
            return failed(iq);
        }
    }

    private @Nullable IQ refusedOrFailed(IQ iq, Refusal refusal) {
        try {
            return refused(iq, refusal);
        } catch (Throwable e) {
            part.failed(e);
            return failed(iq);
        }
    }

    private @Nullable IQ failed(IQ iq) {
        try {
            return error(iq, new PacketError(Condition.internal_server_error, part.isOff() ? Type.cancel : Type.wait, "The request failed.",
                "en"));
        } catch (Throwable e) {
            part.failed(e);
            return null;
        }
    }

    /** Checks what can be checked at once, and hands over the rest. */
    private @Nullable IQ accept(IQ iq) throws Refusal {
        JID from = iq.getFrom();
        Sender sender = senders.apply(from);
        if (!sender.local()) {
            throw new Refusal(Condition.forbidden, Type.auth, "Only users of this server can enable pushes here.");
        }
        if (iq.getTo() != null && !iq.getTo().toBareJID().equals(from.toBareJID()) && !services.test(iq.getTo())) {
            throw new Refusal(Condition.forbidden, Type.auth, "Pushes are enabled at one's own account only.");
        }
        if (sender.anonymous()) {
            throw new Refusal(Condition.not_allowed, Type.cancel, "Anonymous users cannot enable pushes.");
        }
        if (iq.getType() != IQ.Type.set) {
            throw Refusal.badRequest("A request of type 'set' is needed.");
        }
        PushRequest request = protocol.read(iq.getChildElement(), from);
        IQ result = IQ.createResultIQ(iq);
        IQ retry = error(iq, new PacketError(Condition.internal_server_error, Type.wait, "The database does not answer.", "en"));
        Runnable work = () -> replies.accept(carryOut(request, from, sender, result, retry));
        boolean taken = protocol.looks() ? protocol.look(request, from, against -> looked(from, against, result, work))
            : requests.execute(from.getNode(), work);
        if (!taken) {
            throw busy();
        }
        return null;
    }

    private void looked(JID from, Refusal against, IQ result, Runnable work) {
        if (against != null) {
            replies.accept(refused(result, against));
        } else if (!requests.execute(from.getNode(), work)) {
            replies.accept(refused(result, busy()));
        }
    }

    private static Refusal busy() {
        return new Refusal(Condition.resource_constraint, Type.wait, "Too much is being asked for. Please try again later.");
    }

    private IQ carryOut(PushRequest request, JID from, Sender sender, IQ result, IQ retry) {
        String username = from.getNode();
        try {
            if (request instanceof PushRequest.Enable enable) {
                enable(enable, other -> false, from, sender);
            } else if (request instanceof PushRequest.Disable disable) {
                registrations.disable(username, disable.service(), disable.everyNode(), disable.node());
            } else if (request instanceof PushRequest.Instead instead) {
                enable(instead.enable(), instead.others(), from, sender);
            } else if (request instanceof PushRequest.Leave leave) {
                remove(username, leave.which());
            }
            return result;
        } catch (Refusal e) {
            return refused(result, e);
        } catch (StoreException e) {
            LOG.warn("A request of user {} could not be carried out: {}", new Object[] {username, e.getMessage(), e.getCause()});
            return retry;
        } catch (Throwable e) {
            part.failed(e);
            return retry;
        }
    }

    private void remove(String username, Predicate<Registration> which) throws StoreException {
        for (Registration each : registrations.of(username)) {
            if (which.test(each)) {
                registrations.remove(each.key());
            }
        }
    }

    private void enable(PushRequest.Enable enable, Predicate<Registration> others, JID from, Sender sender) throws Refusal, StoreException {
        RegistrationKey key = new RegistrationKey(from.getNode(), enable.service(), enable.node());
        boolean fresh = registrations.get(key) == null;
        if (fresh && !rate.allows(key)) {
            throw new Refusal(Condition.resource_constraint, Type.wait,
                "Too many devices were registered within a minute. Please try again later.");
        }
        PublishOptions reviewed = policy.review(key, enable.options());
        // Before, so that nothing else has to give way.
        remove(from.getNode(), others.and(other -> !other.key().equals(key)));
        registrations.enable(key, reviewed, enable.wishes(),
            Objects.requireNonNullElse(from.getResource(), ""), sender.userAgent());
        if (fresh) {
            rate.count(key);
        }
    }

    private static IQ refused(IQ iq, Refusal refusal) {
        return error(iq, refusal.error());
    }

    /** Without the request's payload, which may be large and is of no use to the one who sent it. */
    private static IQ error(IQ iq, PacketError error) {
        IQ answer = new IQ(IQ.Type.error, iq.getID());
        boolean request = iq.getType() == IQ.Type.get || iq.getType() == IQ.Type.set;
        answer.setTo(request ? iq.getFrom() : iq.getTo());
        answer.setFrom(request ? iq.getTo() : iq.getFrom());
        answer.setError(error);
        return answer;
    }
}
