package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.DataForms;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** The forms of the command that registers an endpoint (XEP-0050, XEP-0004). Keeps no sessions: the form carries all. Stateless. */
final class RegisterForms {

    /** The node that names the command. */
    static final String NODE = "register-push-web";
    static final String TITLE = "Register an endpoint of Web Push";
    static final String NAMESPACE = "urn:cloudnotify:web-push";
    static final int LONGEST_SESSION = 64;
    private static final String ENDPOINT = "endpoint";
    private static final String KEY = "p256dh";
    private static final String AUTH = "auth";
    private static final String SERVER_KEY = "application-server-key";
    private static final QName FORM = QName.get("x", DataForms.NAMESPACE);
    private static final int MOST_FIELDS = 16;

    private RegisterForms() {
    }

    /**
     * @param serverKey the server's public key
     * @return what disco#info says besides (XEP-0128), so that a client can subscribe before it asks for anything
     */
    static Element about(String serverKey) {
        Element form = of("result", NAMESPACE);
        DataForms.addField(form, SERVER_KEY, "text-single", null, List.of(serverKey));
        return form;
    }

    /** @return asks for an endpoint */
    static IQ form(IQ request, @Nullable String session, String serverKey) {
        IQ answer = IQ.createResultIQ(request);
        Element command = command(answer, "executing", session);
        command.addElement("actions").addAttribute("execute", "complete").addElement("complete");
        Element form = of("form", NAMESPACE + "#register");
        form.addElement("title").setText(TITLE);
        form.addElement("instructions").setText("Subscribe with the server's key, and give what the browser says of the subscription.");
        DataForms.addField(form, SERVER_KEY, "hidden", null, List.of(serverKey));
        asked(form, ENDPOINT, "Endpoint");
        asked(form, KEY, "The browser's public key, in base64url");
        asked(form, AUTH, "The browser's secret, in base64url");
        command.add(form);
        return answer;
    }

    private static void asked(Element form, String name, String label) {
        DataForms.addField(form, name, "text-single", label, List.of());
        List<?> fields = form.elements();
        ((Element) fields.get(fields.size() - 1)).addElement("required");
    }

    /** @return tells what to enable */
    static IQ registered(IQ request, @Nullable String session, JID address, String node, String secret) {
        IQ answer = IQ.createResultIQ(request);
        Element command = command(answer, "completed", session);
        Element form = of("result", NAMESPACE + "#registered");
        DataForms.addField(form, "jid", "jid-single", null, List.of(address.toString()));
        DataForms.addField(form, "node", "text-single", null, List.of(node));
        DataForms.addField(form, "secret", "text-single", null, List.of(secret));
        command.add(form);
        return answer;
    }

    static IQ canceled(IQ request, @Nullable String session) {
        IQ answer = IQ.createResultIQ(request);
        command(answer, "canceled", session);
        return answer;
    }

    private static Element command(IQ answer, String status, @Nullable String session) {
        return answer.setChildElement("command", EndpointService.COMMANDS).addAttribute("node", NODE)
            .addAttribute("sessionid", session == null ? UUID.randomUUID().toString() : session).addAttribute("status", status);
    }

    private static Element of(String type, String formType) {
        Element form = DocumentHelper.createElement(FORM).addAttribute("type", type);
        DataForms.addField(form, "FORM_TYPE", "hidden", null, List.of(formType));
        return form;
    }

    /** @return the first value of each field that was filled in, or null where nothing was submitted */
    static @Nullable Map<String, String> submitted(Element command) {
        for (Object child : command.elements()) {
            Element form = (Element) child;
            if (form.getName().equals("x") && form.getNamespaceURI().equals(DataForms.NAMESPACE)
                && "submit".equals(form.attributeValue("type"))) {
                Map<String, String> values = new HashMap<>();
                for (Object each : form.elements()) {
                    read((Element) each, values);
                }
                return values;
            }
        }
        return null;
    }

    private static void read(Element field, Map<String, String> values) {
        String name = field.attributeValue("var");
        String value = field.elementText("value");
        if (field.getName().equals("field") && name != null && value != null && values.size() < MOST_FIELDS) {
            values.putIfAbsent(name, value.strip());
        }
    }

    /**
     * @param values what was filled in
     * @return the subscription
     * @throws IllegalArgumentException as {@link Subscription#of(String, String, String)} does, and where something is missing
     */
    static Subscription subscription(Map<String, String> values) {
        return Subscription.of(needed(values, ENDPOINT), needed(values, KEY), needed(values, AUTH));
    }

    private static String needed(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' is missing.");
        }
        return value;
    }
}
