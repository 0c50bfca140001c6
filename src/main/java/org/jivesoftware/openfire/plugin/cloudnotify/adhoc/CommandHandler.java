package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.jivesoftware.openfire.IQHandlerInfo;
import org.jivesoftware.openfire.auth.UnauthorizedException;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.RequestQueue;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.PacketError.Condition;

/**
 * Answers this plugin's ad-hoc commands (XEP-0050), and hands all others on to Openfire's own handler.
 *
 * <p>Why not Openfire's command manager: it asks for permission only when a command begins. A session that was begun with a command that
 * every user may call can be continued with the node of any other, an administrator's too (so the sources of 4.2.0 and 5.1.1, where no
 * command that every user may call has a form). It also calls commands on the thread that routes, where the database must not be waited
 * for. This handler keeps no sessions at all, so there is nothing to hijack or to fill up: forms carry what the next step needs, and each
 * step asks for permission anew.
 */
final class CommandHandler extends IQHandler {

    static final String NAMESPACE = "http://jabber.org/protocol/commands";

    private static final Logger LOG = LoggerFactory.getLogger(CommandHandler.class);
    private static final int LONGEST_SESSION_ID = 64;

    private final IQHandlerInfo info = new IQHandlerInfo("command", NAMESPACE);
    private final Map<String, OfferedCommand> offers;
    private final Permissions permissions;
    private final IQHandler others;
    private final RequestQueue requests;
    private final CommandTexts texts;
    private final Consumer<IQ> replies;
    private final Part part;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param offers the commands by their nodes
     * @param permissions tells who may call what
     * @param others handles all other commands
     * @param requests where requests are worked off
     * @param texts in the server's language
     * @param replies sends an answer
     * @param part is told what fails
     */
    CommandHandler(Map<String, OfferedCommand> offers, Permissions permissions, IQHandler others, RequestQueue requests, CommandTexts texts,
                   Consumer<IQ> replies, Part part) {
        super("Cloud Notify: ad-hoc commands");
        this.offers = Map.copyOf(offers);
        this.permissions = Objects.requireNonNull(permissions);
        this.others = Objects.requireNonNull(others);
        this.requests = Objects.requireNonNull(requests);
        this.texts = Objects.requireNonNull(texts);
        this.replies = Objects.requireNonNull(replies);
        this.part = Objects.requireNonNull(part);
    }

    @Override
    public IQHandlerInfo getInfo() {
        return info;
    }

    @Override
    public @Nullable IQ handleIQ(IQ iq) throws UnauthorizedException {
        boolean own = false;
        try {
            Element command = part.isOff() ? null : iq.getChildElement();
            String node = command == null ? null : command.attributeValue("node");
            OfferedCommand offer = node == null ? null : offers.get(node);
            if (command != null && offer != null) {
                own = true;
                return iq.getType() == IQ.Type.set || iq.getType() == IQ.Type.get ? begin(iq, command, offer) : null;
            }
        } catch (Throwable e) {
            part.failed(e);
            if (own) {
                return failed(iq);
            }
        }
        // What that does is Openfire's affair, as if this plugin were not there.
        return others.handleIQ(iq);
    }

    private @Nullable IQ failed(IQ iq) {
        try {
            return error(iq, Condition.internal_server_error, part.isOff() ? PacketError.Type.cancel : PacketError.Type.wait,
                "The request failed.");
        } catch (Throwable e) {
            part.failed(e);
            return null;
        }
    }

    /** What can be checked at once; the rest is done, and answered, on the caller's lane. */
    private @Nullable IQ begin(IQ iq, Element command, OfferedCommand offer) {
        JID from = iq.getFrom();
        JID to = iq.getTo();
        if (to != null && to.getNode() != null && !to.toBareJID().equals(from.toBareJID()) || !permissions.mayCall(from, offer)) {
            return error(iq, Condition.forbidden, PacketError.Type.auth, "You may not call this command.");
        }
        if (iq.getType() != IQ.Type.set) {
            return error(iq, Condition.bad_request, PacketError.Type.modify, "A request of type 'set' is needed.");
        }
        String session = command.attributeValue("sessionid");
        if (session != null && session.length() > LONGEST_SESSION_ID) {
            return error(iq, Condition.bad_request, PacketError.Type.modify, "This is no session of this server.");
        }
        Locale language = CommandTexts.choose(iq.getElement().attributeValue(
            QName.get("lang", Namespace.XML_NAMESPACE)), texts.locale());
        Answer answer = new Answer(offer.node(), session == null ? newSession() : session, IQ.createResultIQ(iq),
            new CommandTexts(texts.messages(), language, texts.zone()));
        String action = Objects.requireNonNullElse(command.attributeValue("action"), "execute");
        switch (action) {
            case "cancel":
                return answer.canceled();
            case "execute":
            case "next":
            case "complete":
                Map<String, String> values = Forms.submitted(command);
                if (requests.execute(from.getNode(), () -> carryOut(offer, from, values, answer))) {
                    return null;
                }
                return error(iq, Condition.resource_constraint, PacketError.Type.wait, "The server is busy. Please try again later.");
            default:
                return error(iq, Condition.bad_request, PacketError.Type.modify, "There is no such action.");
        }
    }

    private void carryOut(OfferedCommand offer, JID caller, Map<String, String> values, Answer answer) {
        try {
            offer.step(caller, values, answer.texts()).whenComplete((reply, problem) -> {
                if (problem != null) {
                    part.failed(problem);
                }
                replies.accept(answer.with(problem == null ? reply : CommandReply.failed(answer.texts().get("command.failed"))));
            });
        } catch (StoreException e) {
            LOG.warn("The command {} of {} could not be carried out: {}", new Object[] {offer.node(), caller, e.getMessage()});
            replies.accept(answer.with(CommandReply.failed(answer.texts().get("error.database"))));
        } catch (Throwable e) {
            part.failed(e);
            replies.accept(answer.with(CommandReply.failed(answer.texts().get("command.failed"))));
        }
    }

    private String newSession() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Without the request's payload, which may be large and is of no use to the one who sent it. */
    private static IQ error(IQ iq, Condition condition, PacketError.Type type, String text) {
        IQ answer = IQ.createResultIQ(iq);
        answer.setError(new PacketError(condition, type, text, "en"));
        return answer;
    }

    /**
     * An answer in the making.
     *
     * @param node the command's node
     * @param session the session's id, which matters to the client only
     * @param iq addressed and with its id
     * @param texts the caller's language
     */
    private record Answer(String node, String session, IQ iq, CommandTexts texts) {

        IQ canceled() {
            command("canceled");
            return iq;
        }

        IQ with(CommandReply reply) {
            Element command = command(reply.asks() ? "executing" : "completed");
            if (reply.asks()) {
                Element actions = command.addElement("actions");
                actions.addAttribute("execute", "complete");
                actions.addElement("complete");
            }
            if (reply.note() != null) {
                Element note = command.addElement("note");
                note.addAttribute("type", reply.failed() ? "error" : "info");
                note.setText(reply.note());
            }
            if (reply.form() != null) {
                command.add(reply.form().getElement().createCopy());
            }
            return iq;
        }

        private Element command(String status) {
            Element command = iq.setChildElement("command", NAMESPACE);
            command.addAttribute("node", node);
            command.addAttribute("sessionid", session);
            command.addAttribute("status", status);
            return command;
        }
    }
}
