package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.DataForms;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * What a client asks for: to enable or to disable pushes (XEP-0357 §5 and §6). Reading one checks everything that can be checked
 * without the database; all of it is hostile until then.
 */
public sealed interface PushRequest {

    /** The namespace of XEP-0357. */
    String NAMESPACE = "urn:xmpp:push:0";

    /**
     * Enable.
     *
     * @param service the push service
     * @param node the node, or null
     * @param options the publish-options, or null
     * @param wishes what else is asked for, or null
     */
    record Enable(JID service, @Nullable String node, @Nullable PublishOptions options, @Nullable Wishes wishes) implements PushRequest {
    }

    /**
     * Disable.
     *
     * @param service the push service
     * @param everyNode whether all nodes of the service are meant, because the request names none
     * @param node the node, or null for "no node"
     */
    record Disable(JID service, boolean everyNode, @Nullable String node) implements PushRequest {
    }

    /**
     * Enable, in place of what the same client had enabled.
     *
     * @param enable what
     * @param others tells what gives way
     */
    record Instead(Enable enable, Predicate<Registration> others) implements PushRequest {
    }

    /**
     * Disable what fits.
     *
     * @param which tells what
     */
    record Leave(Predicate<Registration> which) implements PushRequest {
    }

    /**
     * The limits of one request.
     *
     * @param nodeLength the longest node in characters
     * @param optionsSize the largest publish-options form in bytes, serialised
     */
    record Limits(int nodeLength, int optionsSize) {
    }

    /**
     * Reads a request.
     *
     * @param element the child of the IQ-set, in the namespace {@link #NAMESPACE}
     * @param domain the server's own domain: neither it nor its accounts can be push services
     * @param limits the limits
     * @param wishes reads what else is asked for
     * @return the request
     * @throws Refusal if it cannot be granted
     */
    static PushRequest read(Element element, String domain, Limits limits, WishReader wishes) throws Refusal {
        return switch (element.getName()) {
            case "enable" -> new Enable(service(element, domain, true), node(element, limits), options(element, limits),
                wishes.read(element));
            case "disable" -> {
                String node = element.attributeValue("node");
                yield new Disable(service(element, domain, false), node == null, node == null || node.isEmpty() ? null : node);
            }
            default -> throw Refusal.badRequest("Only 'enable' and 'disable' are known.");
        };
    }

    private static JID service(Element element, String domain, boolean checkAccount) throws Refusal {
        String text = element.attributeValue("jid");
        if (text == null || text.isEmpty()) {
            throw Refusal.badRequest("The attribute 'jid' must name the push service.");
        }
        JID service;
        try {
            if (!XmlText.isLegal(text)) {
                throw new IllegalArgumentException("not XML");
            }
            service = new JID(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Condition.jid_malformed, Type.modify, "The attribute 'jid' is not a valid address.");
        }
        if (checkAccount && service.getDomain().equals(domain)) {
            throw Refusal.badRequest("The attribute 'jid' must name a push service, not "
                + (service.getNode() == null ? "the server itself." : "a user account."));
        }
        return service;
    }

    private static @Nullable String node(Element element, Limits limits) throws Refusal {
        String node = element.attributeValue("node");
        if (node == null || node.isEmpty()) {
            return null;
        }
        // What this server made itself may be longer, and whether it did is looked at later.
        if (node.length() > (WebEndpoint.isNode(node) ? Math.max(WebEndpoint.LONGEST_NODE, limits.nodeLength()) : limits.nodeLength())) {
            throw new Refusal(Condition.not_acceptable, Type.modify,
                "The attribute 'node' is longer than " + limits.nodeLength() + " characters.");
        }
        if (!XmlText.isLegal(node)) {
            throw Refusal.badRequest("The attribute 'node' holds characters that XML cannot carry.");
        }
        if (RelayedClient.isNode(node)) {
            throw Refusal.badRequest("The attribute 'node' begins as those do that this server makes for requests of Push 2.0.");
        }
        return node;
    }

    private static @Nullable PublishOptions options(Element element, Limits limits) throws Refusal {
        List<?> forms = element.elements().stream()
            .filter(child -> child.getName().equals("x") && child.getNamespaceURI().equals(DataForms.NAMESPACE))
            .toList();
        if (forms.isEmpty()) {
            return null;
        }
        if (forms.size() > 1) {
            throw Refusal.badRequest("Only one form with publish-options can be given.");
        }
        try {
            PublishOptions options = PublishOptions.parse((Element) forms.get(0)).orNull();
            if (options != null && options.size() > limits.optionsSize()) {
                throw new Refusal(Condition.not_acceptable, Type.modify,
                    "The publish-options are larger than " + limits.optionsSize() + " bytes.");
            }
            return options;
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(Objects.requireNonNullElse(e.getMessage(), "The publish-options cannot be read."));
        }
    }
}
