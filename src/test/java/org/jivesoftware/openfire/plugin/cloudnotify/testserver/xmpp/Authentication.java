package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.dom4j.Element;

/**
 * How a {@link RawClient} authenticates on a new stream: with the password, by SASL, or by SASL2 (XEP-0388) where it has a user agent.
 * That may carry further requests inline, such as those for binding (XEP-0386) and resuming.
 */
final class Authentication {
    private static final String SASL2 = "urn:xmpp:sasl:2";

    private final String domain;
    private final String plain;
    private String userAgent;
    private Element features;

    Authentication(String domain, String username, String password) {
        this.domain = domain;
        this.plain = Base64.getEncoder().encodeToString(("\0" + username + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** @param id of the user agent: from now on it is SASL2 */
    void userAgent(String id) {
        userAgent = id;
    }

    /** The features that the last stream began with; null before. */
    Element features() {
        return features;
    }

    /**
     * Authenticates on a new stream, and leaves it where a resource can be bound.
     *
     * @param inline further requests, only with a user agent
     * @return the server's {@code <success/>}
     * @throws IOException also where the server refuses
     */
    Element authenticate(ClientStream stream, String inline) throws IOException {
        stream.open(domain);
        features = stream.next();
        stream.send(userAgent == null
                ? "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + plain + "</auth>"
                : "<authenticate xmlns='" + SASL2 + "' mechanism='PLAIN'><initial-response>" + plain + "</initial-response><user-agent id='"
                        + userAgent + "'><software>Raw client</software><device>Test</device></user-agent>" + inline + "</authenticate>");
        Element answer = stream.next();
        if (answer == null || !answer.getName().equals("success")) {
            throw new IOException("Login refused: " + (answer == null ? "stream closed" : answer.asXML()));
        }
        if (userAgent == null) {
            stream.open(domain);
        }
        // With SASL2, the features come in the stream that there is.
        stream.next();
        return answer;
    }

    /** Whether the server offered that inside an authentication by SASL2: a namespace. */
    boolean offered(String namespace) {
        return features.elements().stream().filter(each -> each.getNamespaceURI().equals(SASL2)).map(each -> each.element("inline"))
                .anyMatch(inline -> inline != null && inline.elements().stream()
                .anyMatch(each -> each.getNamespaceURI().equals(namespace)));
    }
}
