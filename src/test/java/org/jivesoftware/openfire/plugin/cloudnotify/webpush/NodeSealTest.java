package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PubsubNode;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebEndpoint;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** A node is what one user was given, and nobody can make one. */
class NodeSealTest {

    private static final String ENDPOINT = "https://push.example.net:8443/wpush/v2/gAAAA?x=y";

    private final byte[] key = new byte[32];
    private final NodeSeal seal = new NodeSeal(() -> key);
    private final Browser browser = Browser.fresh();
    private final String node = seal.node("alice", browser.at(ENDPOINT));

    @Test
    void what_was_put_in_comes_out() {
        Subscription opened = seal.open("alice", node);
        assertNotNull(opened);
        assertEquals(ENDPOINT, opened.endpoint().toString());
        assertEquals(browser.at(ENDPOINT).key(), opened.key());
        assertEquals(node, seal.node("alice", browser.at(ENDPOINT)), "the same each time");
        assertTrue(WebEndpoint.isNode(node));
        WebEndpoint endpoint = (WebEndpoint) new RegistrationKey("alice", new JID("push.example.org"), node).destination();
        assertEquals("https://push.example.net:8443", endpoint.service().name());
    }

    @Test
    void it_is_good_for_its_user_and_its_server_only() {
        assertNull(seal.open("bob", node));
        assertNull(seal.open("alice", node.replace("push.example.net", "push.example.com")));
        assertNull(seal.open("alice", node.replace(":8443", "")));
        assertNotEquals(node, seal.node("bob", browser.at(ENDPOINT)));
        key[0] = 1;
        assertNull(seal.open("alice", node), "with another key");
    }

    @Test
    void not_one_character_can_be_another() {
        for (int i = 0; i < node.length(); i++) {
            char other = node.charAt(i) == 'A' ? 'B' : 'A';
            assertNull(seal.open("alice", node.substring(0, i) + other + node.substring(i + 1)), "character " + i);
        }
        for (int end = 0; end < node.length(); end++) {
            assertNull(seal.open("alice", node.substring(0, end)));
        }
        assertNull(seal.open("alice", node + "A"));
        assertNull(seal.open("alice", null));
        assertNull(seal.open("alice", "web+https://push.example.net/"));
    }

    /** The last character has bits that say nothing, but where the length is a multiple of three: one node would have several names. */
    @Test
    void it_is_written_in_one_way_only() {
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (String more : List.of("", "x", "xx")) {
            String whole = seal.node("alice", browser.at(ENDPOINT + more));
            assertNotNull(seal.open("alice", whole));
            int end = whole.length() - 1;
            char other = digits.charAt(digits.indexOf(whole.charAt(end)) ^ 1);
            assertNull(seal.open("alice", whole.substring(0, end) + other), "with " + more);
        }
    }

    @Test
    void it_hides_the_rest_of_the_endpoint() {
        assertFalse(node.contains("wpush"));
        assertFalse(node.contains(browser.auth()));
    }

    @Test
    void the_longest_endpoint_makes_a_node_that_can_be_enabled() {
        Subscription longest = browser.at("https://p.example/" + "a".repeat(Subscription.LONGEST - 18));
        assertTrue(seal.node("alice", longest).length() <= WebEndpoint.LONGEST_NODE, () -> "" + seal.node("alice", longest).length());
    }

    @Test
    void the_secret_belongs_to_user_and_node() {
        String secret = seal.secret("alice", node);
        assertTrue(seal.isSecret("alice", node, secret));
        assertFalse(seal.isSecret("bob", node, secret));
        assertFalse(seal.isSecret("alice", node + "A", secret));
        assertFalse(seal.isSecret("alice", node, ""));
    }

    /** What other services call a node is theirs. */
    @Test
    void other_nodes_are_nodes() {
        for (String other : new String[] {null, "", "web+", "web+https://", "web+https:///", "web+https://Push.example/x",
            "web+http://push.example/x",
            "web+https://push.example", "https://push.example/x", "web+https://push.example:443/x", "web+https://a b/x"}) {
            assertTrue(new RegistrationKey("alice", new JID("push.example.org"), other).destination() instanceof PubsubNode, other);
            assertFalse(WebEndpoint.isNode(other), other);
        }
    }
}
